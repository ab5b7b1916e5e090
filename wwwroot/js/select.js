// Several rows of a [data-selectable] list at once: with Ctrl or Shift and the pointer, or with Space and Shift+arrows. What is selected can be copied together.

// Each list keeps the addresses of what is selected in it: rows come and go while the page follows the board.
const selections = new WeakMap();
const anchors = new WeakMap();

const listOf = target => target instanceof Element ? target.closest('[data-selectable]') : null;
const rowsOf = list => [...list.querySelectorAll('[data-copy-menu]')];
const rowOf = target => target instanceof Element ? target.closest('[data-selectable] [data-copy-menu]') : null;
const addressOf = row => row.dataset.copyMenu || row.getAttribute('href');
const bar = () => document.getElementById('selection-bar');

function of(list) {
    if (!selections.has(list)) {
        selections.set(list, new Set());
        new MutationObserver(() => mark(list)).observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-copy-menu'] });
    }
    return selections.get(list);
}

function mark(list) {
    const chosen = of(list);
    for (const row of rowsOf(list)) {
        const is = chosen.has(addressOf(row));
        if (is !== (row.dataset.chosen === '')) {
            if (is) {
                row.dataset.chosen = '';
                row.setAttribute('aria-selected', 'true');
            } else {
                delete row.dataset.chosen;
                row.removeAttribute('aria-selected');
            }
        }
    }
    show(list);
}

function show(list) {
    const chosen = of(list);
    if (!bar()) {
        return;
    }
    // One list at a time: the bar speaks of the last one that was touched.
    bar().hidden = chosen.size < 2;
    bar().dataset.copyMenu = [...chosen].join('\n');
    const words = `${chosen.size} selected`;
    const label = bar().querySelector('[data-count]');
    if (label.textContent !== words) {
        label.textContent = words;
    }
    bar().list = list;
}

function only(list) {
    for (const other of document.querySelectorAll('[data-selectable]')) {
        if (other !== list && selections.get(other)?.size) {
            selections.get(other).clear();
            mark(other);
        }
    }
}

function toggle(list, row) {
    only(list);
    const chosen = of(list);
    const address = addressOf(row);
    if (!chosen.delete(address)) {
        chosen.add(address);
    }
    anchors.set(list, address);
    mark(list);
}

function extend(list, row) {
    only(list);
    const rows = rowsOf(list);
    const from = rows.findIndex(other => addressOf(other) === anchors.get(list));
    const to = rows.indexOf(row);
    const chosen = of(list);
    chosen.clear();
    rows.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1).forEach(other => chosen.add(addressOf(other)));
    if (from < 0) {
        anchors.set(list, addressOf(row));
    }
    mark(list);
}

function clear(list) {
    of(list).clear();
    anchors.delete(list);
    mark(list);
}

// Before the browser opens a link in another tab or window for Ctrl and Shift: in these lists they select. The middle button still opens.
document.addEventListener('click', event => {
    const row = rowOf(event.target);
    const list = listOf(row);
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-clear-selection]')) {
        clear(bar().list);
        return;
    }
    if (!row) {
        return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        getSelection()?.removeAllRanges();
        if (event.shiftKey) {
            extend(list, row);
        } else {
            toggle(list, row);
        }
    } else if (of(list).size > 0 && !target.closest('button')) {
        clear(list);
    }
}, { capture: true });

// The reader has gone to another page, and the list with what was selected in it.
new MutationObserver(() => {
    if (bar() && !bar().hidden && !bar().list?.isConnected) {
        bar().hidden = true;
    }
}).observe(document.body, { childList: true, subtree: true });

const focusable = row => row.matches('a, [tabindex]') ? row : row.querySelector('a, [tabindex]');

document.addEventListener('keydown', event => {
    const row = rowOf(event.target);
    if (!row || event.altKey || !(event.target instanceof Element) || event.target.closest('input, textarea, button')) {
        return;
    }
    const list = listOf(row);
    const rows = rowsOf(list);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === ' ' && !event.ctrlKey && !event.metaKey) {
        toggle(list, row);
    } else if (step && event.shiftKey) {
        const next = rows[rows.indexOf(row) + step];
        if (anchors.get(list) === undefined) {
            anchors.set(list, addressOf(row));
        }
        if (next) {
            focusable(next)?.focus();
            extend(list, next);
        }
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
        only(list);
        rows.forEach(other => of(list).add(addressOf(other)));
        mark(list);
    } else if (event.key === 'Escape' && of(list).size > 0) {
        clear(list);
    } else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && of(list).size > 1 && String(getSelection()) === '') {
        document.dispatchEvent(new CustomEvent('driftboard-copy', { detail: [...of(list)].join('\n') }));
    } else {
        return;
    }
    event.preventDefault();
    event.stopPropagation();
}, { capture: true });
