// The menu bar, opened and walked through in the browser alone: a menu must not wait for a server.

const bar = () => document.querySelector('[data-menubar]');
const titles = () => [...bar().querySelectorAll('.menu-title')];
const itemsOf = menu => [...menu.querySelectorAll('[role^="menuitem"]')];
const menuOf = title => title.nextElementSibling;
const openTitle = () => bar()?.querySelector('.menu-title[aria-expanded="true"]');

function close(returnsFocus = false) {
    const title = openTitle();
    if (!title) {
        return;
    }
    title.setAttribute('aria-expanded', 'false');
    menuOf(title).hidden = true;
    if (returnsFocus) {
        title.focus();
    }
}

function open(title, item) {
    close();
    title.setAttribute('aria-expanded', 'true');
    const menu = menuOf(title);
    menu.hidden = false;
    focusTitle(title);
    const items = itemsOf(menu);
    items.at(item)?.focus();
}

// One title is reached by the tab key: the one that had the focus last.
function focusTitle(title) {
    titles().forEach(other => other.setAttribute('tabindex', other === title ? '0' : '-1'));
    title.focus();
}

function beside(title, step) {
    const all = titles();
    return all[(all.indexOf(title) + step + all.length) % all.length];
}

function onTitle(event, title) {
    const isOpen = title.getAttribute('aria-expanded') === 'true';
    switch (event.key) {
        case 'ArrowDown': case 'Enter': case ' ': open(title, 0); break;
        case 'ArrowUp': open(title, -1); break;
        case 'ArrowRight': case 'ArrowLeft': {
            const next = beside(title, event.key === 'ArrowRight' ? 1 : -1);
            close();
            focusTitle(next);
            if (isOpen) {
                open(next);
            }
            break;
        }
        case 'Home': close(); focusTitle(titles()[0]); break;
        case 'End': close(); focusTitle(titles().at(-1)); break;
        case 'Escape':
            if (isOpen) {
                close();
            } else {
                leave();
            }
            break;
        case 'Tab': close(); return;
        default: return;
    }
    event.preventDefault();
}

function onItem(event, item, title) {
    const items = itemsOf(menuOf(title));
    const here = items.indexOf(item);
    switch (event.key) {
        case 'ArrowDown': items[(here + 1) % items.length].focus(); break;
        case 'ArrowUp': items.at(here - 1).focus(); break;
        case 'Home': items[0].focus(); break;
        case 'End': items.at(-1).focus(); break;
        case 'ArrowRight': open(beside(title, 1), 0); break;
        case 'ArrowLeft': open(beside(title, -1), 0); break;
        case 'Escape': close(true); break;
        case 'Tab': close(); return;
        case ' ': item.click(); break;
        default: {
            // A letter leads to the next item that begins with it.
            const after = event.key.length === 1 ? [...items.slice(here + 1), ...items.slice(0, here + 1)] : [];
            const next = after.find(other => other.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
            if (!next) {
                return;
            }
            next.focus();
        }
    }
    event.preventDefault();
}

document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element) || !bar()?.contains(event.target)) {
        return;
    }
    const title = event.target.closest('.menu-title');
    const item = event.target.closest('.menu-items [role^="menuitem"]');
    if (title) {
        onTitle(event, title);
    } else if (item) {
        onItem(event, item, item.closest('.menu').querySelector('.menu-title'));
    }
});

// A menu whose item was chosen closes after the item's own work; the focus stays where that has put it.
document.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null;
    const title = target?.closest('.menu-title');
    if (title) {
        if (title.getAttribute('aria-expanded') === 'true') {
            close();
        } else {
            open(title, event.detail === 0 ? 0 : undefined);
        }
    } else if (target?.closest('.menu-items [role^="menuitem"]')) {
        const chosenByFocus = bar()?.contains(document.activeElement);
        close(chosenByFocus);
    } else {
        close();
    }
});

// While one menu is open, the pointer opens the others.
document.addEventListener('pointerover', event => {
    const title = event.target instanceof Element ? event.target.closest('.menu-title') : null;
    const current = openTitle();
    if (title && current && title !== current) {
        open(title);
    }
});

document.addEventListener('focusin', event => {
    if (openTitle() && event.target instanceof Element && !bar().contains(event.target)) {
        close();
    }
});

// Alt alone, as desktops have it; Alt with another key is a key of its own.
let isAltAlone = false;
document.addEventListener('keydown', event => isAltAlone = event.key === 'Alt' && !event.ctrlKey && !event.shiftKey && !event.repeat);
document.addEventListener('pointerdown', () => isAltAlone = false);
document.addEventListener('keyup', event => {
    if (event.key === 'Alt' && isAltAlone && bar()) {
        event.preventDefault();
        enter();
    }
    isAltAlone = false;
});

// What had the focus before the bar, whichever way led there; what has gone meanwhile gives it to the page.
let cameFrom;

document.addEventListener('focusout', event => {
    if (event.target instanceof HTMLElement && event.relatedTarget instanceof Element && bar()?.contains(event.relatedTarget) && !bar().contains(event.target)) {
        cameFrom = event.target;
    }
});

function leave() {
    (cameFrom?.isConnected ? cameFrom : document.getElementById('pane-page'))?.focus();
}

function enter() {
    if (bar().contains(document.activeElement)) {
        close();
        leave();
        return;
    }
    if (document.activeElement === document.body) {
        cameFrom = undefined;
    }
    focusTitle(titles()[0]);
}

document.addEventListener('driftboard-menubar', () => bar() && enter());
