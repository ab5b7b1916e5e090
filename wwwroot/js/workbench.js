// The workbench's small helpers that need no server: arrow keys in lists, copying, and clocks in the reader's own zone.

// Arrow keys move along the items of a [data-roving] list or tree; left and right fold and unfold, and move along a row.
document.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) {
        return;
    }
    const item = event.target.closest('[data-item]');
    const list = item?.closest('[data-roving]');
    // The cells of a grid are walked in two directions (js/select.js).
    if (!list || list.dataset.roving === 'grid') {
        return;
    }
    const items = [...list.querySelectorAll('[data-item]')];
    const here = items.indexOf(item);
    const page = Math.max(1, Math.floor((list.closest('.scroll, .tree')?.clientHeight ?? 0) / (item.offsetHeight || 26)) - 2);
    const level = element => Number(element.getAttribute('aria-level') ?? 1);
    let next;
    const isRow = list.getAttribute('role') === 'tablist';
    switch (isRow ? event.key.replace('Right', 'Down').replace('Left', 'Up') : event.key) {
        case 'ArrowDown': next = items[here + 1]; break;
        case 'ArrowUp': next = items[here - 1]; break;
        case 'PageDown': next = items[Math.min(here + page, items.length - 1)]; break;
        case 'PageUp': next = items[Math.max(here - page, 0)]; break;
        case 'Home': case 'End':
            document.dispatchEvent(new CustomEvent('driftboard-end', { detail: { list, isEnd: event.key === 'End', places: () => [...list.querySelectorAll('[data-item]')] } }));
            break;
        case 'ArrowRight':
            if (item.getAttribute('aria-expanded') === 'false') {
                item.click();
            } else if (items[here + 1] && level(items[here + 1]) > level(item)) {
                next = items[here + 1];
            }
            break;
        case 'ArrowLeft':
            if (item.getAttribute('aria-expanded') === 'true') {
                item.click();
            } else {
                next = items.slice(0, here).reverse().find(other => level(other) < level(item));
            }
            break;
        default: return;
    }
    event.preventDefault();
    next?.focus();
});

// The tab of the page that is shown is in view, and at the sides it can be seen that there are more.
export function followTabs(strip) {
    if (!strip) {
        return;
    }
    const showSides = () => {
        strip.toggleAttribute('data-more', strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 2);
        strip.toggleAttribute('data-past', strip.scrollLeft > 2);
    };
    const showCurrent = () => {
        strip.querySelector('[aria-current]')?.closest('.tab').scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
        showSides();
    };
    strip.addEventListener('scroll', showSides, { passive: true });
    strip.addEventListener('wheel', event => {
        if (event.deltaY !== 0 && event.deltaX === 0) {
            strip.scrollBy({ left: event.deltaY, behavior: 'instant' });
        }
    }, { passive: true });
    new ResizeObserver(showCurrent).observe(strip);
    new MutationObserver(showCurrent).observe(strip, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-current'] });
    showCurrent();
}

// One item of a list is reached by the tab key: the one that had the focus last.
document.addEventListener('focusin', event => {
    const item = event.target instanceof Element ? event.target.closest('[data-item]') : null;
    const list = item?.closest('[data-roving]');
    if (list) {
        list.querySelectorAll('[data-item][tabindex="0"]').forEach(other => other.setAttribute('tabindex', '-1'));
        item.setAttribute('tabindex', '0');
    }
});

// The item that Tab leads to may be among those that are no longer drawn, or that never were: then it leads to the first one in view.
function keepTabStop(list) {
    const stops = list.querySelectorAll('[data-item][tabindex="0"]');
    if (stops.length === 1) {
        return;
    }
    stops.forEach(stop => stop.setAttribute('tabindex', '-1'));
    const pane = list.closest('.scroll, .tree') ?? list;
    const { top, left } = pane.getBoundingClientRect();
    const items = [...list.querySelectorAll(list.dataset.roving === 'grid' ? 'tbody [data-item]' : '[data-item]')];
    const inView = items.find(item => {
        const box = item.getBoundingClientRect();
        return (box.top + box.bottom) / 2 >= top && (box.left + box.right) / 2 >= left;
    });
    (stops[0] ?? inView ?? items[0])?.setAttribute('tabindex', '0');
}

document.addEventListener('driftboard-rows', event => {
    const list = event.detail.matches('[data-roving]') ? event.detail : event.detail.querySelector('[data-roving]');
    if (list) {
        keepTabStop(list);
    }
});

document.addEventListener('keydown', event => {
    if (event.key === 'Tab') {
        document.querySelectorAll('[data-roving]').forEach(keepTabStop);
    }
}, { capture: true });

// [data-copy] copies the text of the [data-copy-source] beside it.
document.addEventListener('click', async event => {
    const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
    const source = button?.closest('.copyable')?.querySelector('[data-copy-source]');
    if (!source) {
        return;
    }
    event.preventDefault();
    event.stopPropagation();
    await navigator.clipboard.writeText(source.textContent.trim());
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
});

// A clock in the reader's zone. The text is in a shadow tree, so that the server's own rendering and this one never meet.
class LocalTime extends HTMLElement {
    static observedAttributes = ['datetime'];

    static formats = {
        time: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
        day: new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
        date: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }),
    };

    static exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

    connectedCallback() {
        this.show();
    }

    attributeChangedCallback() {
        this.show();
    }

    show() {
        const at = new Date(this.getAttribute('datetime') ?? '');
        if (Number.isNaN(at.getTime())) {
            return;
        }
        const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
        const age = Date.now() - at.getTime();
        // Past twenty hours the day is said, and past six days the date.
        const format = this.dataset.format !== 'recent' ? this.dataset.format : age > 518400000 ? 'date' : age > 72000000 ? 'day' : 'recent';
        root.textContent = (LocalTime.formats[format] ?? LocalTime.formats.time).format(at);
        this.title = LocalTime.exact.format(at);
    }
}

customElements.define('local-time', LocalTime);

// Puts a line of a text whose lines are all equally high into the upper third of what is visible.
export function showLine(scroller, line, height) {
    scroller?.scrollTo({ top: Math.max(0, (line - 1) * height - scroller.clientHeight / 3), behavior: 'instant' });
}

// Brings an item of a list whose items are all equally high into view, where it is not in view already.
export function showItem(scroller, index, height) {
    if (!scroller) {
        return;
    }
    const top = index * height;
    if (top < scroller.scrollTop || top + height > scroller.scrollTop + scroller.clientHeight) {
        scroller.scrollTo({ top: Math.max(0, top - scroller.clientHeight / 2), behavior: 'instant' });
    }
}

// Who types, or has a menu or a dialog open, keeps the focus.
const isBusy = () => document.activeElement?.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [role="menu"], dialog');

// Gives the focus to the heading of the page that the reader has come to, or to the one that is shown where what had the focus has gone.
export function focusPage(onlyWhereNothingHasIt) {
    if (!isBusy() && (!onlyWhereNothingHasIt || document.activeElement === null || document.activeElement === document.body)) {
        document.querySelector('h1')?.focus({ preventScroll: true });
    }
}

// Gives the focus to what has come in the place of an element that had it and has gone; who has gone on keeps it.
export function keepFocus(element) {
    if (document.activeElement === null || document.activeElement === document.body) {
        element?.focus({ preventScroll: true });
    }
}

let awaited;

// The row that a reader of a review has stepped to comes into view and gets the focus. Of very many rows it may not be drawn: then the list is moved to where it is, and it gets the focus once it is there.
export function revealStep(name, index, height) {
    const rowOf = () => document.querySelector(`[data-step="${CSS.escape(name)}"]`);
    const show = row => {
        // Not beneath the heading of the list, which stays in its place.
        const pane = row.closest('.scroll');
        const head = row.closest('table').tHead?.offsetHeight ?? 0;
        const [place, view] = [row.getBoundingClientRect(), pane.getBoundingClientRect()];
        if (place.top < view.top + head || place.bottom > view.top + pane.clientHeight) {
            pane.scrollTo({ top: pane.scrollTop + place.top - view.top - (pane.clientHeight - place.height) / 2, behavior: 'instant' });
        }
        if (!isBusy()) {
            row.querySelector('.property-link')?.focus({ preventScroll: true });
        }
    };
    awaited = undefined;
    const row = rowOf();
    if (row) {
        show(row);
        return;
    }
    const pane = document.querySelector('.review-part .scroll');
    if (!pane || height === 0) {
        return;
    }
    awaited = name;
    const come = () => {
        const drawn = rowOf();
        if (awaited !== name || drawn) {
            document.removeEventListener('driftboard-rows', come);
        }
        if (awaited === name && drawn) {
            awaited = undefined;
            show(drawn);
        }
    };
    document.addEventListener('driftboard-rows', come);
    pane.scrollTo({ top: Math.max(0, index * height - pane.clientHeight / 2), behavior: 'instant' });
}

// Brings an element into view inside its own pane, where it is not in view already, and gives it the focus where it was asked for.
export function reveal(element, focuses) {
    (element?.closest('tbody') ?? element)?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    if (focuses && !isBusy()) {
        element?.focus({ preventScroll: true });
    }
}
