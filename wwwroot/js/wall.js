// What a wall does in the browser alone: its clock, a hidden cursor, a screen that stays awake and does not burn in, and a fresh start once a day.

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

// The time or the day, from the moment that it is on the page.
class WallClock extends HTMLElement {
    connectedCallback() {
        this.show(Date.now());
    }

    show(now) {
        const text = (this.dataset.format === 'day' ? day : timeOfDay).format(now);
        if (this.textContent !== text) {
            this.textContent = text;
        }
    }
}

customElements.define('wall-clock', WallClock);

// Round the eight places about the middle, one every three minutes; css/wall.css says how far a place is.
const places = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];

function shift(now) {
    const [x, y] = places[Math.floor(now / 180000) % places.length];
    document.documentElement.style.setProperty('--shift-x', x);
    document.documentElement.style.setProperty('--shift-y', y);
}

function tick() {
    const now = Date.now();
    shift(now);
    for (const clock of document.querySelectorAll('wall-clock')) {
        clock.show(now);
    }
    if (now > freshStart) {
        freshStart += 86400000;
        document.dispatchEvent(new Event('driftboard-reload'));
    }
}

// Between three and five at night, at each wall's own minute, and not within its first hours.
function nextFreshStart() {
    const at = new Date();
    at.setHours(3, 0, 0, 0);
    const start = at.getTime() + Math.random() * 7200000;
    return start - Date.now() < 21600000 ? start + 86400000 : start;
}

let freshStart = nextFreshStart();
// A screen that stands upright has an arrangement of its own. The server counts what fits, so the address says which way it stands.
const upright = matchMedia('(orientation: portrait)');

function turn() {
    const address = new URL(location.href);
    if (!document.querySelector('[data-wall]') || upright.matches === (address.searchParams.get('layout') === 'portrait')) {
        return;
    }
    if (upright.matches) {
        address.searchParams.set('layout', 'portrait');
    } else {
        address.searchParams.delete('layout');
    }
    // Not there at once: js/keepalive.js asks first whether the server is there, or nothing would come back from the browser's own error page.
    history.replaceState(history.state, '', address);
    document.dispatchEvent(new Event('driftboard-reload'));
}

let idle;

function rest() {
    document.documentElement.classList.remove('idle');
    clearTimeout(idle);
    idle = setTimeout(() => document.documentElement.classList.add('idle'), 5000);
}

const stayAwake = () => document.visibilityState === 'visible' && navigator.wakeLock?.request('screen').catch(() => undefined);

document.addEventListener('pointermove', rest);
upright.addEventListener('change', turn);
document.addEventListener('visibilitychange', stayAwake);
rest();
stayAwake();
tick();
turn();
setInterval(tick, 1000);
