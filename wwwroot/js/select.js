// Several rows or cells of a [data-selectable] list at once: with Ctrl or Shift and the pointer, or with Space and Shift+arrows. What is selected can be copied together.

// What is selected in each list, by address, since rows come and go while the page follows the board: these; or, after Ctrl+A, all that the server's list holds but these.
const selections = new WeakMap();

const listOf = target => target instanceof Element ? target.closest('[data-selectable]') : null;
const rowsOf = list => [...list.querySelectorAll('[data-copy-menu]')];
const rowOf = target => target instanceof Element ? target.closest('[data-selectable] [data-copy-menu]') : null;
const addressOf = row => row.dataset.copyMenu || row.getAttribute('href');
const isGrid = list => list.dataset.roving === 'grid';
const focusable = row => row.matches('a, [tabindex]') ? row : row.querySelector('a, [tabindex]');
const bar = () => document.getElementById('selection-bar');

function of(list) {
    let selection = selections.get(list);
    if (!selection) {
        selection = empty(list);
        selections.set(list, selection);
        new MutationObserver(() => mark(list)).observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-copy-menu', 'href', 'data-selectable', 'data-count'] });
    } else if (selection.name !== list.dataset.selectable) {
        // The same element shows another list now.
        Object.assign(selection, empty(list));
    }
    return selection;
}

const empty = list => ({ name: list.dataset.selectable, isAll: false, these: new Set(), anchor: undefined });

const has = (selection, row) => selection.these.has(addressOf(row)) !== selection.isAll;

const sizeOf = list => of(list).isAll ? Math.max(0, Number(list.dataset.count) - of(list).these.size) : of(list).these.size;

function mark(list) {
    const selection = of(list);
    for (const row of rowsOf(list)) {
        const is = has(selection, row);
        if (is !== (row.dataset.chosen === '')) {
            if (is) {
                row.dataset.chosen = '';
                row.setAttribute('aria-selected', 'true');
            } else {
                delete row.dataset.chosen;
                row.setAttribute('aria-selected', 'false');
            }
        }
    }
    // A page is drawn anew now and then in lists that nobody selects in.
    if (sizeOf(list) > 0 || bar()?.list === list) {
        show(list);
    }
}

// One list at a time: the bar speaks of the last one that was touched.
function show(list) {
    if (!bar()) {
        return;
    }
    const { name, isAll, these } = of(list);
    const size = sizeOf(list);
    bar().list = list;
    bar().subject = { list: isAll ? name : null, addresses: [...these] };
    bar().hidden = size < 1;
    const words = `${size.toLocaleString('en')} selected`;
    const label = bar().querySelector('[data-count]');
    if (label.textContent !== words) {
        label.textContent = words;
    }
    // A live region speaks of what changes in it, not of what it holds when it appears: this one is always there.
    const said = document.getElementById('selection-said');
    const saying = size > 0 ? words : said?.textContent ? 'Nothing selected' : '';
    if (said && said.textContent !== saying) {
        said.textContent = saying;
    }
}

function only(list) {
    for (const other of document.querySelectorAll('[data-selectable]')) {
        if (other !== list && selections.has(other) && sizeOf(other) > 0) {
            clear(other);
        }
    }
}

function toggle(list, row) {
    only(list);
    const selection = of(list);
    const address = addressOf(row);
    if (!selection.these.delete(address)) {
        selection.these.add(address);
    }
    selection.anchor = address;
    mark(list);
}

const lineOf = row => row.closest('tr, [role="treeitem"]');
const linesOf = list => isGrid(list) ? [...list.rows] : [...new Set(rowsOf(list).map(lineOf))];
const columnOf = row => row.cellIndex ?? 0;

// From the anchor to a row; of cells, all in the rectangle between the two.
async function extend(list, row) {
    only(list);
    const selection = of(list);
    const [name, to] = [selection.name, addressOf(row)];
    selection.anchor ??= to;
    const from = rowsOf(list).find(other => addressOf(other) === selection.anchor);
    if (!from && !to) {
        // An empty cell, and the server knows none.
        return;
    }
    // The server knows what its lists hold beyond the rows that are drawn.
    const addresses = from ? between(list, from, row) : await bar()?.server?.invokeMethodAsync('Between', name, selection.anchor, to) ?? [to];
    if (of(list) === selection && selection.name === name) {
        selection.isAll = false;
        selection.these = new Set(addresses);
        mark(list);
    }
}

function between(list, from, to) {
    const lines = linesOf(list);
    const ends = [lines.indexOf(lineOf(from)), lines.indexOf(lineOf(to))];
    const sides = [columnOf(from), columnOf(to)];
    const isCell = from.matches('td');
    return rowsOf(list).filter(row => {
        const [at, column] = [lines.indexOf(lineOf(row)), columnOf(row)];
        return at >= Math.min(...ends) && at <= Math.max(...ends) && (!isCell || (column >= Math.min(...sides) && column <= Math.max(...sides)));
    }).map(addressOf);
}

function all(list) {
    only(list);
    const { anchor } = of(list);
    Object.assign(of(list), empty(list), { isAll: true, anchor });
    mark(list);
}

function clear(list) {
    Object.assign(of(list), empty(list));
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
    // What is ticked in a row is another matter than the row.
    if (!row || target?.closest('input, label')) {
        return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        getSelection()?.removeAllRanges();
        focusable(row)?.focus({ preventScroll: true });
        if (event.shiftKey) {
            extend(list, row);
        } else {
            toggle(list, row);
        }
    } else if (!target.closest('button')) {
        if (sizeOf(list) > 0) {
            clear(list);
        }
        // What is opened is what Shift selects from.
        of(list).anchor = addressOf(row);
        linkOf(row, target)?.click();
    }
}, { capture: true });

// The middle button on such a row opens it beside, as on its link.
document.addEventListener('auxclick', event => {
    const link = event.button === 1 ? linkOf(rowOf(event.target), event.target) : null;
    if (link) {
        event.preventDefault();
        window.open(link.href, '_blank', 'noopener');
    }
});

// The link of a row that can be read cell by cell, where the pointer is beside it and has selected no text.
const linkOf = (row, target) => row?.matches('.readable tr') && !target.closest('a, button') && String(getSelection()) === '' ? row.querySelector('.row-link') : null;

// The reader has gone to another page, and the list with what was selected in it; or rows have come that the tab key is not to stop at.
new MutationObserver(() => {
    roveAll();
    if (bar() && !bar().hidden && !bar().list?.isConnected) {
        bar().hidden = true;
    }
}).observe(document.body, { childList: true, subtree: true });

// The row, or in a grid the cell, that an arrow key leads to. Cells that hold nothing are cells, too; a line without such a column is passed over.
function beside(list, from, key) {
    const page = pageOf(list, from);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: page, PageUp: -page }[key];
    if (!isGrid(list)) {
        const rows = rowsOf(list);
        const to = rows.indexOf(from) + (key === 'ArrowLeft' || key === 'ArrowRight' ? NaN : step);
        return rows[key.startsWith('Page') ? Math.min(Math.max(to, 0), rows.length - 1) : to];
    }
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const cells = cellsOf(from.parentElement);
        return cells[cells.indexOf(from) + step];
    }
    const lines = [...list.rows];
    const to = lines.indexOf(from.parentElement) + step;
    // A page further on there may be fewer lines, or one that has no such column: then the last one on the way that has.
    for (let at = key.startsWith('Page') ? Math.min(Math.max(to, 0), lines.length - 1) : to; lines[at]; at += key.startsWith('Page') ? -Math.sign(step) : step) {
        const cell = cellsOf(lines[at]).find(other => other.ariaColIndex === from.ariaColIndex);
        if (cell) {
            return cell;
        }
    }
    return undefined;
}

// As many lines as are in view, but one, so that the eye finds its way.
const pageOf = (list, from) => Math.max(1, Math.floor((list.closest('.scroll, .tree')?.clientHeight ?? 0) / (from.closest('tr, [data-item]')?.offsetHeight || 28)) - 2);

const cellsOf = line => [...line.cells].filter(focusable);

// Home and End: the first and the last cell of the line, with Ctrl of the whole grid, among those that are not drawn yet, too.
function goToEnd(list, from, isEnd, isWhole) {
    const pane = list.closest('.scroll');
    const own = from.parentElement;
    const go = () => {
        const lines = [...list.tBodies[0].rows].filter(line => cellsOf(line).length > 0);
        const line = isWhole ? lines.at(isEnd ? -1 : 0) : own.isConnected ? own : undefined;
        if (line && (list.contains(document.activeElement) || document.activeElement === document.body)) {
            focusable(cellsOf(line).at(isEnd ? -1 : 0)).focus({ preventScroll: true });
        }
    };
    pane?.scrollTo({ left: isEnd ? pane.scrollWidth : 0, top: !isWhole ? pane.scrollTop : isEnd ? pane.scrollHeight : 0, behavior: 'instant' });
    const last = cellsOf(from.parentElement).at(-1);
    const first = cellsOf(from.parentElement)[0];
    const isAside = isEnd ? Number(last.ariaColIndex) < Number(list.ariaColCount) : Number(first.ariaColIndex) > 2;
    goOn(pane, go, isAside || (isWhole && !isDrawn(list, isEnd)));
}

// Whether the first or the last row of a list is drawn.
function isDrawn(list, isEnd) {
    const drawn = list.querySelector('[data-all]')?.dataset;
    return !drawn || (isEnd ? drawn.end === drawn.all : drawn.first === '0');
}

// Goes somewhere now, and where that is not drawn yet once more whenever rows have come. Who does something else meanwhile is not called back.
function goOn(pane, go, isToCome) {
    go();
    if (isToCome) {
        const wait = new AbortController();
        document.addEventListener('driftboard-rows', event => event.detail === pane && go(), { signal: wait.signal });
        const stop = () => wait.abort();
        setTimeout(stop, 20000);
        addEventListener('keydown', stop, { capture: true, signal: wait.signal });
        addEventListener('pointerdown', stop, { capture: true, signal: wait.signal });
    }
}

// The first or the last place of a list or a tree, among those that are not drawn yet, too.
function goToEndOf(list, isEnd, places) {
    const pane = list.closest('.scroll, .tree');
    pane?.scrollTo({ top: isEnd ? pane.scrollHeight : 0, behavior: 'instant' });
    goOn(pane, () => {
        if (list.contains(document.activeElement) || document.activeElement === document.body) {
            places().at(isEnd ? -1 : 0)?.focus({ preventScroll: true });
        }
    }, !isDrawn(list, isEnd));
}

document.addEventListener('driftboard-end', event => goToEndOf(event.detail.list, event.detail.isEnd, event.detail.places));

function onKey(event, list, row) {
    const isCommand = event.ctrlKey || event.metaKey;
    const from = isGrid(list) ? event.target.closest('td, th') : row;
    const next = from && !isCommand && /^(Arrow|Page)/.test(event.key) ? beside(list, from, event.key) : undefined;
    if (isCommand && event.key.toLowerCase() === 'a') {
        all(list);
    } else if (isCommand && event.key.toLowerCase() === 'c' && sizeOf(list) > 0 && String(getSelection()) === '') {
        document.dispatchEvent(new CustomEvent('driftboard-copy', { detail: bar().subject }));
    } else if (row && event.key === ' ' && !isCommand) {
        toggle(list, row);
    } else if (next && event.shiftKey) {
        of(list).anchor ??= row && addressOf(row);
        focusable(next)?.focus();
        extend(list, next);
    } else if (next && (isGrid(list) || !list.matches('[data-roving]'))) {
        focusable(next)?.focus();
    } else if (from && isGrid(list) && !event.shiftKey && (event.key === 'Home' || event.key === 'End')) {
        goToEnd(list, from, event.key === 'End', isCommand);
    } else {
        return false;
    }
    return true;
}

document.addEventListener('keydown', event => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.altKey || !target || target.closest('input, textarea, select, dialog, [role="menu"]')) {
        return;
    }
    // Escape where the reader is elsewhere belongs to what is open there.
    if (event.key === 'Escape' && bar()?.list?.isConnected && sizeOf(bar().list) > 0 && (bar().contains(target) || bar().list.contains(target) || target.contains(bar().list))) {
        clear(bar().list);
    } else {
        const row = rowOf(target);
        // The keys that are meant for the whole list also work from the pane that it scrolls in, and from the bar that speaks of it.
        const isBar = bar()?.contains(target);
        const list = listOf(row) ?? (isBar ? bar().list : target.matches('.scroll') ? target.querySelector('[data-selectable]') : target.closest('[data-roving="grid"]'));
        if (!list || (!isBar && target.closest('button')) || !onKey(event, list, row)) {
            return;
        }
    }
    event.preventDefault();
    event.stopPropagation();
}, { capture: true });

// One place in a list of rows or cells is reached by the tab key, and the arrows lead on from there: the one that had the focus last, else what is shown, else the first.
function rove(list, stop) {
    const places = rowsOf(list).map(focusable).filter(place => place);
    const one = stop ?? places.find(place => place.getAttribute('tabindex') === '0') ?? places.find(place => place.closest('[aria-current="true"]')) ?? places[0];
    for (const place of places) {
        const index = place === one ? '0' : '-1';
        if (place.getAttribute('tabindex') !== index) {
            place.setAttribute('tabindex', index);
        }
    }
}

const roveAll = () => document.querySelectorAll('[data-selectable]:not([data-roving])').forEach(list => rove(list));

document.addEventListener('focusin', event => {
    const row = rowOf(event.target);
    const list = listOf(row);
    if (list && !list.matches('[data-roving]') && event.target === focusable(row)) {
        rove(list, event.target);
    }
});

// Home and End: the first and the last row; a grid of cells has its own.
document.addEventListener('keydown', event => {
    const row = rowOf(event.target);
    const list = listOf(row);
    if ((event.key === 'Home' || event.key === 'End') && list?.matches(':not([data-roving])') && !row.matches('td') && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        goToEndOf(list, event.key === 'End', () => rowsOf(list).map(focusable).filter(place => place));
    }
});

roveAll();
