// Tells the server where the reader of very many rows is, when the rows that are drawn come to their end: one question at a time.

// Rows that must be left ahead of the reader, of the sixty that the server draws: few new ones at a time, so that no frame is long. And how far sideways the columns that are drawn reach.
const margin = 45;
const sidewaysMargin = 200;

// Rows that are drawn for paper: a browser that lays out more of them stands still for long.
const mostPrinted = 2000;

export function attach(top, server, rowHeight) {
    const pane = top?.closest('.scroll, .tree');
    if (!pane) {
        return;
    }
    top.dataset.attached = '';
    let asking = false;
    let printing = false;
    let lastTop = 0;
    let isDownwards = true;
    let askedLeft = 0;
    let askedWidth = 0;

    // Whether there is more at the sides than is in view: the style sheet draws a shadow there.
    function showSides() {
        pane.toggleAttribute('data-more', pane.scrollLeft + pane.clientWidth < pane.scrollWidth - 2);
        pane.toggleAttribute('data-past', pane.scrollLeft > 2);
    }

    async function look() {
        if (asking || printing || !top.isConnected) {
            return;
        }
        const first = Math.floor(pane.scrollTop / rowHeight);
        const count = Math.ceil(pane.clientHeight / rowHeight) + 1;
        if (pane.scrollTop !== lastTop) {
            isDownwards = pane.scrollTop > lastTop;
            lastTop = pane.scrollTop;
        }
        const [drawn, end, all] = [Number(top.dataset.first), Number(top.dataset.end), Number(top.dataset.all)];
        const before = isDownwards ? 0 : margin;
        const after = isDownwards ? margin : 0;
        const isNear = (drawn > 0 && first - before < drawn) || (end < all && first + count + after > end);
        const isAside = Math.abs(pane.scrollLeft - askedLeft) > sidewaysMargin || pane.clientWidth > askedWidth + sidewaysMargin / 2;
        if (!isNear && !isAside) {
            return;
        }
        asking = true;
        askedLeft = pane.scrollLeft;
        askedWidth = pane.clientWidth;
        try {
            await server.invokeMethodAsync('ShowAsync', first, count, isDownwards, pane.scrollLeft, pane.clientWidth);
        } catch {
            // The page went.
            return;
        } finally {
            asking = false;
        }
        requestAnimationFrame(() => {
            document.dispatchEvent(new CustomEvent('driftboard-rows', { detail: pane }));
            // The reader has scrolled on meanwhile.
            look();
        });
    }

    // What is not drawn is not printed, and a page that is about to be printed waits for no server: the key is answered once every row is there. However else somebody prints, the style sheet says how many rows are missing.
    async function print(event) {
        if (!top.isConnected) {
            document.removeEventListener('keydown', print);
            return;
        }
        const isPrint = !event.repeat && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'p';
        const [drawn, end, all] = [Number(top.dataset.first), Number(top.dataset.end), Number(top.dataset.all)];
        if (!isPrint || (drawn === 0 && end >= Math.min(all, mostPrinted))) {
            return;
        }
        event.preventDefault();
        // Whoever scrolls meanwhile would take the rows away again.
        printing = true;
        try {
            await server.invokeMethodAsync('ShowAsync', 0, mostPrinted, true, pane.scrollLeft, pane.clientWidth);
        } catch {
            // The page went, or its server: what is drawn is printed.
        }
        window.print();
        try {
            await server.invokeMethodAsync('ShowAsync', Math.floor(pane.scrollTop / rowHeight), Math.ceil(pane.clientHeight / rowHeight) + 1, true, pane.scrollLeft, pane.clientWidth);
        } catch {
            // The page went meanwhile.
        }
        printing = false;
        look();
    }
    if (pane.hasAttribute('data-prints')) {
        document.addEventListener('keydown', print);
    }

    const move = () => {
        showSides();
        look();
    };
    pane.addEventListener('scroll', move, { passive: true });
    const sizes = new ResizeObserver(move);
    sizes.observe(pane);
    sizes.observe(top.closest('table') ?? top);
}
