// The workbench's panes: how wide and high they are, and which are closed. This browser remembers it; the page waits for this script before its first pixel.

const store = 'driftboard-layout';
const clamp = (value, least, most) => Math.round(Math.min(Math.max(value, least), Math.max(least, most)));

// Sizes in pixels along an axis; `grows` is the direction in which the edge moves when the pane grows.
const panes = {
    explorer: { axis: 'x', grows: 1, least: 150, most: () => innerWidth * 0.4, usual: () => clamp(innerWidth * 0.118, 210, 300), fits: () => innerWidth >= 900 },
    inspector: { axis: 'x', grows: -1, least: 240, most: () => innerWidth * 0.5, usual: () => clamp(innerWidth * 0.16, 300, 560), fits: () => innerWidth >= 1600 },
    // Where little height is, the panel is its heading alone until somebody wants what is in it.
    panel: { axis: 'y', grows: -1, least: 32, most: () => innerHeight * 0.65, usual: () => innerHeight < 900 ? 32 : panelWhole(), fits: () => innerHeight >= 560 },
};

const panelWhole = () => clamp(innerHeight * 0.26, 140, 520);

const root = document.documentElement;
let server;
let memory = read();

function read() {
    try {
        const kept = JSON.parse(localStorage.getItem(store) ?? '{}');
        return typeof kept === 'object' && kept !== null ? kept : {};
    } catch {
        // No storage, or not ours: everything is as usual.
        return {};
    }
}

function keep() {
    try {
        localStorage.setItem(store, JSON.stringify(memory));
    } catch {
        // No storage: it lasts as long as the page.
    }
}

const isOpen = name => typeof memory[name]?.open === 'boolean' ? memory[name].open : panes[name].fits();

function sizeOf(name) {
    const pane = panes[name];
    const kept = Number(memory[name]?.size);
    return clamp(Number.isFinite(kept) && kept > 0 ? kept : pane.usual(), pane.least, pane.most());
}

const isFolded = () => isOpen('panel') && sizeOf('panel') < 60;

const closed = () => Object.keys(panes).filter(name => !isOpen(name));

function apply() {
    root.dataset.closed = closed().join(' ');
    root.toggleAttribute('data-panel-folded', isFolded());
    for (const name of Object.keys(panes)) {
        root.style.setProperty(`--pane-${name}`, `${sizeOf(name)}px`);
        const edge = document.querySelector(`[data-edge="${name}"]`);
        edge?.setAttribute('aria-valuenow', isOpen(name) ? sizeOf(name) : 0);
        edge?.setAttribute('aria-valuemax', clamp(panes[name].most(), panes[name].least, Infinity));
        edge?.setAttribute('aria-valuetext', isOpen(name) ? `${sizeOf(name)} pixels` : 'closed');
    }
}

function resize(name, size) {
    const pane = panes[name];
    if (!isOpen(name)) {
        change(name, true);
    }
    memory[name] = { ...memory[name], size: clamp(size, pane.least, pane.most()) };
    keep();
    apply();
}

function change(name, open) {
    memory[name] = { ...memory[name], open };
    keep();
    apply();
    server?.invokeMethodAsync('PaneChanged', name, open);
}

// The server asks which panes are closed, and is told of every change at an edge from then on.
export function attach(reference) {
    server = reference;
    apply();
    return closed();
}

export function setOpen(name, open) {
    memory[name] = { ...memory[name], open };
    keep();
    apply();
}

// Who is led to something in the panel finds it open and unfolded.
export function showPanel() {
    setOpen('panel', true);
    if (isFolded()) {
        resize('panel', panelWhole());
    }
}

export function reset() {
    memory = {};
    keep();
    apply();
    return closed();
}

// F6: the menu bar, and each open pane, in the order in which they are seen.
export function focusPane(step) {
    const stops = [...document.querySelectorAll('[data-menubar], [data-pane-body]')].filter(e => e.checkVisibility());
    const here = stops.findIndex(e => e.contains(document.activeElement));
    const next = stops[(here + step + stops.length) % stops.length] ?? stops[0];
    (next && thingIn(next))?.focus();
}

// What had the focus last in each pane.
const lasts = new WeakMap();

document.addEventListener('focusin', event => {
    const pane = event.target instanceof Element ? event.target.closest('[data-pane-body]') : null;
    if (pane && pane !== event.target) {
        lasts.set(pane, event.target);
    }
});

// Where the keys do something in a pane: what had the focus last, else what is shown just now in its list, else the first of the list; the pane itself where it holds none.
function thingIn(pane) {
    const last = lasts.get(pane);
    if (last?.isConnected && last.tabIndex >= 0 && pane.contains(last) && last.checkVisibility()) {
        return last;
    }
    const found = ['[data-selectable] [aria-current="true"] a', '[data-item][aria-current]', '[data-roving] [data-item][tabindex="0"]', '[data-selectable] [data-copy-menu] a', '.scroll[tabindex="0"]', '[tabindex="0"]'];
    const first = pane.matches('[data-menubar]') ? null : pane.matches('.content') ? '.resource[aria-current]' : pane.matches('.panel') ? '[data-selectable] [aria-current="true"] a, [data-selectable] .row-link' : null;
    for (const selector of first ? [first, ...found] : found) {
        const element = pane.querySelector(selector);
        if (element?.checkVisibility()) {
            return element;
        }
    }
    return pane;
}

document.addEventListener('pointerdown', event => {
    const edge = event.target instanceof Element && event.button === 0 ? event.target.closest('[data-edge]') : null;
    if (!edge) {
        return;
    }
    event.preventDefault();
    const name = edge.dataset.edge;
    const pane = panes[name];
    const start = pane.axis === 'x' ? event.clientX : event.clientY;
    const from = isOpen(name) ? sizeOf(name) : 0;
    edge.focus();
    edge.setPointerCapture(event.pointerId);
    edge.dataset.dragging = '';
    // Dragged to less than half of what it needs, a pane closes.
    const move = moved => {
        const size = from + pane.grows * ((pane.axis === 'x' ? moved.clientX : moved.clientY) - start);
        if (size >= pane.least / 2) {
            resize(name, size);
        } else if (isOpen(name)) {
            change(name, false);
        }
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => {
        edge.removeEventListener('pointermove', move);
        delete edge.dataset.dragging;
    }, { once: true });
});

document.addEventListener('dblclick', event => {
    const edge = event.target instanceof Element ? event.target.closest('[data-edge]') : null;
    if (edge) {
        const name = edge.dataset.edge;
        resize(name, name === 'panel' && isFolded() ? panelWhole() : panes[name].usual());
    }
});

document.addEventListener('keydown', event => {
    const edge = event.target instanceof Element ? event.target.closest('[data-edge]') : null;
    if (!edge || event.ctrlKey || event.altKey || event.metaKey) {
        return;
    }
    const name = edge.dataset.edge;
    const pane = panes[name];
    const step = (event.shiftKey ? 64 : 16) * pane.grows;
    const size = isOpen(name) ? sizeOf(name) : 0;
    switch (event.key) {
        case pane.axis === 'x' ? 'ArrowRight' : 'ArrowDown': resize(name, size + step); break;
        case pane.axis === 'x' ? 'ArrowLeft' : 'ArrowUp': resize(name, size - step); break;
        case 'Home': resize(name, pane.least); break;
        case 'End': resize(name, pane.most()); break;
        case 'Enter': change(name, !isOpen(name)); break;
        default: return;
    }
    event.preventDefault();
});

// The folded panel unfolds for who chooses in its heading, or comes to what is in it by keyboard; another double click on its edge folds it again.
function unfold(event) {
    const target = event.target instanceof Element && isFolded() ? event.target : null;
    if (target?.closest('.panel') && (event.type === 'click' || !target.closest('.pane-head'))) {
        resize('panel', panelWhole());
    }
}

document.addEventListener('click', unfold);
document.addEventListener('focusin', unfold);
addEventListener('resize', apply);
apply();
