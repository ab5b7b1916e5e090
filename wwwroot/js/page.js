// What every page does in the browser alone: exact times on hover, and the choice of theme.

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

// The server knows no reader's zone: the exact time in it is written when the pointer or the focus comes.
function explain(event) {
    const time = event.target instanceof Element ? event.target.closest('time[datetime]') : null;
    if (time) {
        time.title = exact.format(new Date(time.dateTime));
    }
}

document.addEventListener('pointerover', explain);
document.addEventListener('focusin', explain);

// "light", "dark", or anything else for the browser's own preference. The cookie lets the server write the theme before the first pixel.
export function setTheme(theme) {
    const known = theme === 'light' || theme === 'dark';
    document.cookie = `driftboard-theme=${known ? theme : ''};path=/;max-age=${known ? 31536000 : 0};samesite=strict`;
    if (known) {
        document.documentElement.dataset.theme = theme;
    } else {
        delete document.documentElement.dataset.theme;
    }
}

// A cookie, so that the server draws a comparison in this form before the first pixel.
export function rememberComparison(choices) {
    document.cookie = `driftboard-comparison=${encodeURIComponent(choices)};path=/;max-age=31536000;samesite=strict`;
}

export function theme() {
    return document.documentElement.dataset.theme ?? '';
}
