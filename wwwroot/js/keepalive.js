// Starts the page's connection and brings the page back after any outage, with nobody there to press a button.
// The framework's own reconnection gives up for good after some minutes, and a page whose server has stopped telling it anything looks alive.

const beatEveryMs = 5000;
const deadAfterMs = 30000;

const isUp = () => fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(4000) }).then(r => r.ok, () => false);
const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

let reloading = false;

async function reloadWhenUp() {
    if (reloading) {
        return;
    }
    reloading = true;
    while (!await isUp()) {
        await wait(1500);
    }
    location.reload();
}

function watchBeat() {
    let last;
    let seen = Date.now();
    setInterval(() => {
        const beat = document.querySelector('[data-beat]')?.getAttribute('data-beat');
        if (beat !== undefined && beat !== last) {
            last = beat;
            seen = Date.now();
        } else if (Date.now() - seen > deadAfterMs) {
            reloadWhenUp();
        }
    }, beatEveryMs);
}

Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1e9, retryIntervalMilliseconds: n => n < 5 ? 250 : 2000 } } });
watchBeat();
