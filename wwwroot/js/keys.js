// The workbench's keys, its dialogs, and what a tab of the browser remembers. Which keys there are is written in the page ([data-keymap]).

const store = 'driftboard-tabs';
const waiting = [];
let server;
let half = '';
let halfAt = 0;

const keymap = () => JSON.parse(document.querySelector('[data-keymap]')?.dataset.keymap ?? '{}');
const isTyping = target => target instanceof Element && target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]') !== null;

// "Ctrl+K", "Alt+PageDown", "Shift+F6", "n", "?": as the page spells them. With Alt a keyboard may make other letters of its keys, and one of another script has no Latin ones: then the key's place counts.
function nameOf(event) {
    const isByPlace = /^(Key|Digit)/.test(event.code) && (event.altKey || ((event.ctrlKey || event.metaKey) && event.key.length === 1 && event.key > '~'));
    const letter = isByPlace ? event.code.slice(-1) : event.key;
    const isPlain = letter.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain) {
        return letter;
    }
    return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + (letter.length === 1 ? letter.toUpperCase() : letter);
}

// What somebody types with Option or AltGr: "@" and its like. Alt and a key that still makes its own letter makes none.
const makesLetter = event => event.altKey && event.key.length === 1
    && (event.getModifierState('AltGraph') || (!event.ctrlKey && !event.metaKey && /^(Key|Digit)/.test(event.code) && event.key.toUpperCase() !== event.code.slice(-1)));

function commandOf(event) {
    const keys = keymap();
    const name = nameOf(event);
    if (isTyping(event.target) && (name.length === 1 || makesLetter(event))) {
        return undefined;
    }
    const whole = half && Date.now() - halfAt < 1500 ? `${half} ${name}` : name;
    half = '';
    if (keys[whole]) {
        return keys[whole];
    }
    if (Object.keys(keys).some(k => k.startsWith(`${name} `))) {
        half = name;
        halfAt = Date.now();
    }
    return undefined;
}

document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) {
        return;
    }
    const command = commandOf(event);
    const dialog = document.querySelector('dialog[open]');
    if (!command || (dialog && command !== `dialog:${dialog.id}`)) {
        return;
    }
    event.preventDefault();
    run(command);
});

function run(command) {
    if (command === 'menubar') {
        document.dispatchEvent(new Event('driftboard-menubar'));
    } else if (command.startsWith('dialog:')) {
        toggle(command.slice(7));
    } else if (document.documentElement.dataset.contact === 'lost' && server) {
        document.dispatchEvent(new Event('driftboard-unanswered'));
    } else if (server) {
        server.invokeMethodAsync('RunAsync', command);
    } else {
        waiting.push(command);
    }
}

// A dialog stands in the page already, so it opens at once, and letters that are typed on are not lost.
function toggle(id) {
    const dialog = document.getElementById(id);
    if (dialog?.open) {
        dialog.close();
    } else if (dialog) {
        dialog.showModal();
        const field = dialog.querySelector('input');
        field?.focus();
        field?.select();
    }
}

export function openDialog(id) {
    if (!document.getElementById(id)?.open) {
        toggle(id);
    }
}

export function closeDialog(id) {
    document.getElementById(id)?.close();
}

document.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest('[data-dialog]');
    if (opener) {
        toggle(opener.dataset.dialog);
    } else if (target instanceof HTMLDialogElement && target.open) {
        // Beside the dialog, on what darkens the page.
        target.close();
    } else if (target?.closest('[data-close-dialog]')) {
        target.closest('dialog')?.close();
    } else if (target?.closest('[data-focus]')) {
        document.getElementById(target.closest('[data-focus]').dataset.focus)?.focus();
    }
});

// In the palette the arrow keys belong to the list, and Enter to what is chosen there.
document.addEventListener('keydown', event => {
    if (event.target instanceof Element && event.target.matches('[role="combobox"]') && ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Enter'].includes(event.key)) {
        event.preventDefault();
    }
}, { capture: true });

// The middle button closes a tab, as in every browser.
document.addEventListener('auxclick', event => {
    const close = event.button === 1 && event.target instanceof Element ? event.target.closest('[data-tab]')?.querySelector('.tab-close') : null;
    if (close) {
        event.preventDefault();
        close.click();
    }
});

// The server is there: it gets the keys that were pressed meanwhile, and the pages that this tab of the browser had open.
export function attach(reference) {
    server = reference;
    waiting.splice(0).forEach(run);
    document.querySelector('[data-keymap]').dataset.attached = '';
    try {
        const urls = JSON.parse(sessionStorage.getItem(store) ?? '[]');
        return Array.isArray(urls) ? urls.filter(url => typeof url === 'string') : [];
    } catch {
        return [];
    }
}

export function saveTabs(urls) {
    try {
        sessionStorage.setItem(store, JSON.stringify(urls));
    } catch {
        // No storage: a reload opens the one page alone.
    }
}

export function openBeside(url) {
    window.open(url, '_blank', 'noopener');
}

// Whether the text is in the clipboard now; a page that is neither https nor on this machine has none.
export async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}
