// The menu of a row, which copies what it stands for, and of some also leads elsewhere or has it scanned: with the other button of the pointer, with Shift+F10 or the menu key, or with a button that opens it.

let server;
let isThere;

// Who copies before the server knows this page waits for it.
const ready = new Promise(resolve => isThere = resolve);
let subject;
let cameFrom;

const menu = () => document.getElementById('copy-menu');
const items = () => [...menu().querySelectorAll('[role="menuitem"]')];
// What is told beneath a row belongs to it.
const bearerOf = target => target instanceof Element ? target.closest('[data-copy-menu]') ?? target.closest('[data-copy-row]')?.previousElementSibling.closest('[data-copy-menu]') : null;
const selectionBar = () => document.getElementById('selection-bar');
// A row among several that are selected stands for all of them (js/select.js), and so does their bar.
const subjectOf = bearer => bearer === selectionBar() || (bearer.dataset.chosen === '' && !selectionBar()?.hidden)
    ? selectionBar().subject
    : { list: null, addresses: [bearer.dataset.copyMenu || bearer.getAttribute('href')] };

document.addEventListener('driftboard-copy', event => {
    subject = event.detail;
    copy('text');
});

export function attach(reference) {
    server = reference;
    isThere();
    selectionBar().server = reference;
    document.getElementById('copy-menu').dataset.attached = '';
}

// What a row's menu does beside copying (Presentation/ExplorerMenu.cs), above what it copies.
function fill(bearer) {
    const also = bearer.dataset.menuAlso ? JSON.parse(bearer.dataset.menuAlso) : [];
    const made = also.map(({ words, href, scan }) => {
        const item = document.createElement(href ? 'a' : 'button');
        if (href) {
            item.href = href;
        } else {
            item.type = 'button';
            item.addEventListener('click', () => server?.invokeMethodAsync('ScanAsync', scan[0], scan[1] ?? null));
        }
        item.className = 'menu-item';
        item.tabIndex = -1;
        item.textContent = words;
        item.setAttribute('role', 'menuitem');
        return item;
    });
    if (made.length > 0) {
        const line = document.createElement('div');
        line.className = 'menu-line';
        line.setAttribute('role', 'separator');
        made.push(line);
    }
    menu().querySelector('[data-also]').replaceChildren(...made);
    menu().setAttribute('aria-label', made.length > 0 ? 'Open, compare, scan or copy' : 'Copy');
}

function open(bearer, x, y) {
    subject = subjectOf(bearer);
    cameFrom = document.activeElement;
    fill(bearer);
    const box = menu();
    box.hidden = false;
    box.style.left = `${Math.max(4, Math.min(x, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(4, Math.min(y, innerHeight - box.offsetHeight - 8))}px`;
    items()[0].focus();
}

function close(returnsFocus) {
    if (!menu() || menu().hidden) {
        return;
    }
    menu().hidden = true;
    if (returnsFocus && cameFrom instanceof HTMLElement) {
        cameFrom.focus();
    }
}

// A message to the server holds 32 KB: more addresses go in pieces.
const longestPiece = 8000;

function* piecesOf(addresses) {
    let piece = '';
    for (const address of addresses) {
        if (piece && piece.length + address.length > longestPiece) {
            yield piece;
            piece = '';
        }
        piece += `${address}\n`;
    }
    if (piece) {
        yield piece;
    }
}

let copying = Promise.resolve();
let copies = 0;

// A message that is lost with the connection is never answered: after so many milliseconds nothing is waited for any more.
const patience = 20_000;

function copy(form) {
    const { list, addresses } = subject;
    const number = ++copies;
    const text = copying.then(() => inTime(ask(number, form, list, addresses)));
    // Now, not when the text is there: browsers let a page copy just after a click alone.
    const written = write(text);
    copying = text.then(async () => {
        failed().hidden = true;
        // Nothing to copy: the server has said why.
        if (await text) {
            await inTime(server.invokeMethodAsync('Told', await written, isSecureContext));
        }
    }).catch(() => tell('Nothing was copied: the server has not answered. Copy again.'));
}

function inTime(promise) {
    let timer;
    const late = new Promise((_, reject) => timer = setTimeout(() => reject(new Error('late')), patience));
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function ask(number, form, list, addresses) {
    await ready;
    // They arrive in the order in which they are sent.
    const sent = [...piecesOf(addresses)].map(piece => server.invokeMethodAsync('Collect', number, piece));
    const [text] = await Promise.all([server.invokeMethodAsync('TextOf', number, form, list), ...sent]);
    return text && new Blob([await text.arrayBuffer()], { type: 'text/plain' });
}

// Whether it could be written.
async function write(text) {
    if (!navigator.clipboard) {
        return false;
    }
    const blob = text.then(known => known ?? Promise.reject(new Error('nothing')));
    blob.catch(() => { /* The clipboard hears it, too. */ });
    try {
        if (typeof ClipboardItem === 'undefined') {
            await navigator.clipboard.writeText(await (await blob).text());
            return true;
        }
        await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
        return true;
    } catch {
        return false;
    }
}

const failed = () => document.getElementById('copy-failed');

// The server cannot be asked to say it.
function tell(words) {
    if (failed()) {
        failed().textContent = words;
        failed().hidden = false;
    }
}

document.addEventListener('contextmenu', event => {
    const bearer = bearerOf(event.target);
    // Who has marked some text wants the browser's own menu.
    if (bearer && menu() && !event.shiftKey && String(getSelection()) === '') {
        event.preventDefault();
        open(bearer, event.clientX, event.clientY);
    }
});

document.addEventListener('keydown', event => {
    if (menu()?.contains(event.target)) {
        const all = items();
        const here = all.indexOf(event.target);
        switch (event.key) {
            case 'ArrowDown': all[(here + 1) % all.length].focus(); break;
            case 'ArrowUp': all.at(here - 1).focus(); break;
            case 'Home': all[0].focus(); break;
            case 'End': all.at(-1).focus(); break;
            case 'Escape': case 'Tab': close(true); break;
            default: return;
        }
        event.preventDefault();
        return;
    }
    const bearer = event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10') ? bearerOf(event.target) : null;
    if (bearer && menu()) {
        event.preventDefault();
        const box = event.target.getBoundingClientRect();
        open(bearer, box.left + 16, box.bottom);
    }
});

document.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null;
    const item = target?.closest('[data-copy-form]');
    const button = target?.closest('[data-open-copy-menu]');
    if (item) {
        close(true);
        copy(item.dataset.copyForm);
    } else if (button && menu().hidden) {
        const box = button.getBoundingClientRect();
        open(bearerOf(button), box.left, box.bottom + 2);
    } else {
        close(false);
    }
});

document.addEventListener('focusin', event => {
    if (menu() && !menu().hidden && !menu().contains(event.target)) {
        close(false);
    }
});
