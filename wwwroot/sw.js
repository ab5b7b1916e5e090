// Where a page is asked for while the server is away, a page of our own waits for it: the browser's error page would stay for ever.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => {
    if (event.request.mode === 'navigate' && event.request.method === 'GET') {
        event.respondWith(answer(event.request));
    }
});

// A proxy's or a broken server's error leads back, too; a page that takes this long is a server that hangs.
async function answer(request) {
    try {
        const response = await Promise.race([
            fetch(request),
            new Promise((_, reject) => setTimeout(() => reject(new Error('no answer within 20 s')), 20000)),
        ]);
        return response.status >= 500 ? waiting(request) : response;
    } catch {
        return waiting(request);
    }
}

function waiting(request) {
    const url = new URL(request.url);
    const isDark = url.pathname === '/wall' && url.searchParams.get('theme') !== 'light';
    const nonce = crypto.randomUUID();
    return new Response(page(isDark ? 'dark' : 'light dark', nonce), {
        status: 503,
        headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Cache-Control': 'no-store',
            'Content-Security-Policy': `default-src 'none'; connect-src 'self'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`,
        },
    });
}

const page = (scheme, nonce) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${scheme}">
<title>Waiting for the server - Driftboard</title>
<style nonce="${nonce}">
html { height: 100%; color-scheme: ${scheme}; background: light-dark(#f3f5f7, #0e1216); color: light-dark(#17202a, #e6ebf0); font-family: system-ui, sans-serif; }
body { margin: 0; min-height: 100%; display: grid; place-content: center; text-align: center; font-variant-numeric: tabular-nums; }
h1 { font-size: max(20px, 5.2vh); margin: 0 0 0.4em; font-weight: 600; }
p { font-size: max(14px, 2.6vh); margin: 0; color: light-dark(#4b5865, #a5b1bd); }
</style>
</head>
<body data-waiting>
<main>
<h1>The server is not answering</h1>
<p>Waiting since <time></time>. This page comes back by itself.</p>
</main>
<script nonce="${nonce}">
const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
const isUp = () => fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(4000) }).then(r => r.ok, () => false);
const key = 'driftboard-waiting';
const state = JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? { since: Date.now(), tries: 0 };
const fresh = Date.now() - state.last < 60000 ? state : { since: Date.now(), tries: 0 };
document.querySelector('time').textContent = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(fresh.since);
(async () => {
  while (!await isUp()) {
    sessionStorage.setItem(key, JSON.stringify({ ...fresh, tries: 0, last: Date.now() }));
    await wait(1500);
  }
  await wait(Math.min(20000, fresh.tries * 2000));
  sessionStorage.setItem(key, JSON.stringify({ ...fresh, tries: fresh.tries + 1, last: Date.now() }));
  location.reload();
})();
</script>
</body>
</html>`;
