// Starts the page's connection and brings the page back after any outage, with nobody there to press a button.
// The framework's own reconnection gives up for good after some minutes, and a page whose server has stopped telling it anything looks alive.

// The server beats every five seconds (Heartbeat.razor). After a beat that did not come, ages go on in the browser; what no beat has come for is old,
// and looks it; then it is given up.
const missedAfterMs = 8000;
const oldAfterMs = 15000;
const deadAfterMs = 30000;
// So often it is asked whether the server is there again: a page is back a few of these after its first answer.
const retryMs = 1000;

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
const isUp = () => fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(4000) }).then(r => r.ok, () => false);
const beatElement = () => document.querySelector('[data-beat]');

let lastBeat;
let lastBeatAt = Date.now();
let lastLookAt = Date.now();
let judgedFrom = 0;
let build;
let reviving = false;
let revivingSilent = false;
// What the server's clock is ahead of this one; since when the connection is known to be gone; what the reader asked for meanwhile.
let ahead = 0;
let downSince;
let refused = '';

const isSilentFor = ms => Date.now() > judgedFrom && Date.now() - lastBeatAt > ms;

// A page that dies again and again is not reloaded in a loop: the second time at once, then after 1, 2, 4, ... at most 8 seconds.
function pauseBeforeReload() {
    const now = Date.now();
    let past = [];
    try {
        past = JSON.parse(sessionStorage.getItem('driftboard-reloads') ?? '[]').filter(at => now - at < 300000);
        sessionStorage.setItem('driftboard-reloads', JSON.stringify([...past, now].slice(-20)));
    } catch {
        // No storage: every reload counts as the first.
    }
    return past.length < 2 ? 0 : Math.min(8000, 1000 * 2 ** (past.length - 2));
}

// Never reloads onto the browser's own error page: asks first whether the server is there. `isNeeded` may find that the page came back meanwhile.
async function revive(isNeeded = () => true) {
    if (reviving) {
        return;
    }
    reviving = true;
    try {
        while (!await isUp()) {
            await wait(retryMs);
        }
        if (isNeeded()) {
            await wait(pauseBeforeReload());
            location.reload();
            await wait(10000);
        }
    } finally {
        reviving = false;
    }
}

// The server is there, but the circuit may still be finding its way back: a beat tells.
async function reviveSilent() {
    while (!await isUp()) {
        await wait(retryMs);
    }
    await wait(6000);
    if (isSilentFor(oldAfterMs)) {
        await revive(() => isSilentFor(oldAfterMs));
    }
}

function look() {
    const now = Date.now();
    // The machine slept, or the tab did: whether the server still beats is known after one more beat's time.
    if (now - lastLookAt > 10000) {
        judgedFrom = now + 7000;
    }
    lastLookAt = now;
    const element = beatElement();
    // The server has answered, too, when the page it rendered comes alive: its first beat comes a while later.
    const beat = element && `${element.dataset.interactive} ${element.dataset.beat}`;
    if (beat && beat !== lastBeat) {
        lastBeat = beat;
        lastBeatAt = now;
        ahead = Number(element.dataset.now ?? now) - now;
    }
    showContact();
    build ??= element?.dataset.build;
    if (element?.dataset.build !== undefined && element.dataset.build !== build) {
        revive();
    } else if (document.getElementById('blazor-error-ui')?.style.display === 'block') {
        revive();
    } else if (isSilentFor(deadAfterMs) && !revivingSilent) {
        revivingSilent = true;
        reviveSilent().finally(() => revivingSilent = false);
    }
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const withSeconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const clock = at => (Date.now() - at > 72000000 ? dayAndTime : timeOfDay).format(at);

// "ok"; "waiting" while it is not known yet whether the server comes back at once; "lost" when what is shown is old.
function contact() {
    if (isSilentFor(oldAfterMs)) {
        return 'lost';
    }
    return isSilentFor(missedAfterMs) || (downSince !== undefined && Date.now() - downSince > 1500) ? 'waiting' : 'ok';
}

function showContact() {
    const state = contact();
    document.documentElement.dataset.contact = state;
    const title = document.title.replace(/^No contact - /, '');
    if (state === 'ok') {
        refused = '';
    } else {
        showAges();
    }
    if (document.title !== (state === 'lost' ? `No contact - ${title}` : title)) {
        document.title = state === 'lost' ? `No contact - ${title}` : title;
    }
    showNotice(state !== 'ok');
}

// Stands outside of everything that the server renders, since it is the server that is silent. Above the foot of the workbench it takes a place of its own.
function showNotice(isShown) {
    let notice = document.getElementById('no-contact');
    if (!isShown) {
        notice?.remove();
        document.documentElement.style.removeProperty('--notice');
        return;
    }
    if (!notice) {
        notice = document.createElement('section');
        notice.id = 'no-contact';
        notice.setAttribute('role', 'alert');
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button';
        button.textContent = 'Try now';
        button.addEventListener('click', tryNow);
        notice.append(document.createElement('p'), document.createElement('p'), button);
        document.body.append(notice);
    }
    const asOf = document.querySelector('[data-asof]')?.dataset.asof;
    const [headline, detail] = notice.children;
    write(headline, `No contact since ${clock(lastBeatAt)}`);
    write(detail, refused || (asOf ? `What is behind this was read at ${clock(Date.parse(asOf))}. It comes back by itself.` : 'What you see may be old. It comes back by itself.'));
    document.documentElement.style.setProperty('--notice', `${Math.ceil(notice.getBoundingClientRect().width)}px`);
}

// As Ages.cs has them.
function ageOf(ms) {
    const seconds = ms / 1000;
    return seconds < 5 ? 'now'
        : seconds < 60 ? `${Math.floor(seconds)} s`
        : seconds < 3600 ? `${Math.floor(seconds / 60)} min`
        : seconds < 172800 ? `${Math.floor(seconds / 3600)} h`
        : `${Math.floor(seconds / 86400)} d`;
}

// The server does not say any more how old everything is. The text nodes stay its own, so that its next word replaces ours.
function showAges() {
    const now = Date.now() + ahead;
    for (const time of document.querySelectorAll('time[data-age]')) {
        const age = ageOf(now - Date.parse(time.dateTime));
        const text = time.dataset.age.replace(age === 'now' ? /\* ago|\*/ : '*', age);
        if (time.firstChild instanceof Text && time.firstChild.data !== text) {
            time.firstChild.data = text;
        }
    }
}

// Nothing that the reader has before them goes away for a page that cannot come.
function refuse(words) {
    refused = words;
    look();
}

// A page that is late may only have much to draw: what is asked of it waits. Refused is what nobody would answer.
const isAway = () => downSince !== undefined || isSilentFor(oldAfterMs);

addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (link && isAway() && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && !link.target && link.origin === location.origin) {
        event.preventDefault();
        refuse('The server cannot open that page now: this one stays. Try again when it is back.');
    }
}, { capture: true });

// A command of the workbench that only the server can carry out.
document.addEventListener('driftboard-unanswered', () => refuse('The server cannot do that now. Try again when it is back.'));

async function tryNow(event) {
    const button = event.currentTarget;
    button.disabled = true;
    refuse('Asking the server…');
    const isThere = await isUp();
    button.disabled = false;
    if (!isThere) {
        refuse(`No answer at ${withSeconds.format(Date.now())}. It goes on trying by itself.`);
        return;
    }
    // A connection that is only interrupted comes back by itself in this time, and the page with it.
    await wait(2500);
    if (isAway()) {
        revive(isAway);
    }
}

function write(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
    downSince = event.detail.state === 'hide' ? undefined : downSince ?? Date.now();
    switch (event.detail.state) {
        case 'failed':
        case 'rejected':
        case 'resume-failed':
            revive();
            break;
        case 'paused':
            Blazor.resumeCircuit().then(resumed => resumed || revive(), () => revive());
            break;
    }
});

// Out of the back/forward cache comes a page whose circuit was closed when it left.
addEventListener('pageshow', event => event.persisted && revive());
document.addEventListener('driftboard-reload', () => revive());

// Loopback and https only; elsewhere there is none, and asking /healthz before a reload has to do.
navigator.serviceWorker?.register('/sw.js').catch(() => undefined);

Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1e9, retryIntervalMilliseconds: attempt => attempt < 5 ? 250 : retryMs } } }).catch(() => revive());
setInterval(look, 1000);
look();
