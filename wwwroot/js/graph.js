// A graph's view: moved by the pointer, the wheel, buttons and keys. Where its nodes stand is the server's word, and is not touched here.

const least = 0.15;
const most = 4;

// The letters in a node are 11 and 12 pixels at life size, and smaller ones nobody reads: a graph that does not fit so begins at life size, around what matters.
const readable = 1;

// The address is told where the reader stands when the view has been still for so many milliseconds, and coarsely: in steps of so many units and percent.
const stillness = 300;
const step = 10;
const percents = 5;

export function attach(box) {
    const svg = box?.querySelector('svg.graph');
    if (!svg || box.dataset.attached) {
        return;
    }
    box.dataset.attached = '';
    // The server's own view box is the whole graph; ours is what is seen of it.
    let whole = svg.getAttribute('viewBox');
    let view = numbers(whole);
    // The size of the pane that the view was made for.
    let pane = svg.getBoundingClientRect();

    function numbers(text) {
        const [x, y, width, height] = text.split(' ').map(Number);
        return { x, y, width, height };
    }

    function show(next) {
        const all = numbers(whole);
        const width = Math.min(Math.max(next.width, all.width / most / 2), all.width / least);
        // The view has the form of the pane: no part of it stays empty.
        const area = svg.getBoundingClientRect();
        view = { x: next.x, y: next.y, width, height: area.width > 0 ? width * area.height / area.width : width * all.height / all.width };
        svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
        if (area.width > 0) {
            pane = area;
        }
    }

    // A point of the window in the graph's own measure.
    function at(clientX, clientY) {
        const matrix = svg.getScreenCTM();
        const point = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
        return point;
    }

    function zoom(factor, clientX, clientY) {
        const area = svg.getBoundingClientRect();
        const point = at(clientX ?? area.left + area.width / 2, clientY ?? area.top + area.height / 2);
        const width = view.width / factor;
        const share = width / view.width;
        show({ x: point.x - (point.x - view.x) * share, y: point.y - (point.y - view.y) * share, width });
    }

    // "640.320.85": which point is in the middle, and how large it is drawn. Where the pane has another size, the middle is the same.
    function words() {
        const area = svg.getBoundingClientRect();
        const near = (value, to) => Math.round(value / to) * to + 0;
        return [near(view.x + view.width / 2, step), near(view.y + view.height / 2, step), Math.max(1, near(100 * area.width / view.width, percents))].join('.');
    }

    function restore(text) {
        const area = svg.getBoundingClientRect();
        if (text === 'fit' || area.width === 0) {
            fit();
            return;
        }
        const [x, y, percent] = text.split('.').map(Number);
        const width = 100 * area.width / percent;
        show({ x: x - width / 2, y: y - width * area.height / area.width / 2, width });
        // A view that is larger or smaller than there can be keeps its middle.
        if (view.width !== width) {
            show({ x: x - view.width / 2, y: y - view.height / 2, width: view.width });
        }
    }

    // What the address says, and what was sent to be said there and has not come back yet.
    let said = box.dataset.view ?? '';
    const sent = [];
    // What is to be sent once the view is still.
    let timer;
    let unsaid;

    function settle() {
        clearTimeout(timer);
        unsaid = undefined;
    }

    function begin() {
        settle();
        if (said) {
            restore(said);
        } else {
            start();
        }
    }

    // The reader has moved the view.
    function moved(text) {
        settle();
        unsaid = () => text ?? words();
        const page = location.pathname;
        timer = setTimeout(() => {
            const now = unsaid();
            unsaid = undefined;
            if (now !== said && location.pathname === page && svg.isConnected && svg.getBoundingClientRect().width > 0) {
                said = now;
                sent.push(now);
                // By the browser itself: the server's answer could come when the reader has gone on already. A server that is away hears of it with the next address.
                const address = new URL(location);
                address.searchParams.set('view', now);
                Blazor.navigateTo(address.pathname + address.search, { replaceHistoryEntry: true });
            }
        }, stillness);
    }

    // The reader went back, or to another view of the page: it is not the one that was sent.
    new MutationObserver(() => {
        const now = box.dataset.view ?? '';
        const place = sent.indexOf(now);
        if (place >= 0) {
            sent.splice(0, place + 1);
        } else if (now !== said) {
            said = now;
            begin();
        }
    }).observe(box, { attributes: true, attributeFilter: ['data-view'] });

    // What is drawn, with a margin, and room for the words beneath; never larger than life.
    function bounds() {
        const { x, y, width, height } = svg.getBBox();
        return width > 0 ? { x: x - 24, y: y - 24, width: width + 48, height: height + 72 } : numbers(whole);
    }

    function fit() {
        const all = bounds();
        const area = svg.getBoundingClientRect();
        if (area.width === 0) {
            return;
        }
        const width = Math.max(all.width, all.height * area.width / area.height, area.width);
        show({ x: all.x + (all.width - width) / 2, y: all.y + (all.height - width * area.height / area.width) / 2, width });
    }

    // What the reader came for: the node that is selected, or the worst one of what is shown here before what it needs elsewhere.
    function matters() {
        const worst = ['.is-deleted', '.is-modified', '.is-unmanaged', '.is-unknown', ''];
        return ['.selected', ...worst.map(css => `${css}:not(.outside)`), ...worst].map(css => svg.querySelector(`.graph-node${css}`)).find(node => node);
    }

    function start() {
        const all = bounds();
        const area = svg.getBoundingClientRect();
        if (area.width === 0 || Math.min(area.width / all.width, area.height / all.height) >= readable) {
            fit();
            return;
        }
        const [width, height] = [area.width / readable, area.height / readable];
        const { e, f } = matters().transform.baseVal[0].matrix;
        show({ x: within(e + 92, width, all.x, all.width), y: within(f + 20, height, all.y, all.height), width });
    }

    // Where a view of a size begins that has a point in its middle, and no more emptiness than the whole leaves.
    const within = (point, size, from, all) => size >= all ? from - (size - all) / 2 : Math.min(Math.max(point - size / 2, from), from + all - size);

    function move(x, y) {
        show({ ...view, x: view.x + x, y: view.y + y });
    }

    // The graph has become another one: its view box comes from the server, and is the whole again.
    new MutationObserver(() => {
        const now = svg.getAttribute('viewBox');
        if (now !== `${view.x} ${view.y} ${view.width} ${view.height}`) {
            whole = now;
            view = numbers(whole);
            begin();
        }
    }).observe(svg, { attributes: true, attributeFilter: ['viewBox'] });

    begin();

    // The pane has another size, and nothing was shown in it yet: what is drawn stays as large as it was, and the selected node in view.
    new ResizeObserver(() => {
        const area = svg.getBoundingClientRect();
        if (area.width === 0 || (area.width === pane.width && area.height === pane.height)) {
            return;
        }
        const scale = pane.width > 0 ? pane.width / view.width : readable;
        if (said === 'fit') {
            fit();
            return;
        }
        show({ x: view.x, y: view.y, width: area.width / scale });
        bringIntoView(svg.querySelector('.graph-node.selected'));
        if (said) {
            moved();
        }
    }).observe(svg);

    svg.addEventListener('wheel', event => {
        event.preventDefault();
        if (event.shiftKey) {
            const { a } = svg.getScreenCTM();
            move((event.deltaX || event.deltaY) / a, 0);
        } else {
            zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), event.clientX, event.clientY);
        }
        moved();
    }, { passive: false });

    svg.addEventListener('pointerdown', event => {
        if (event.button !== 0) {
            return;
        }
        const start = { x: event.clientX, y: event.clientY, view };
        const scale = svg.getScreenCTM().a;
        let isMoving = false;
        const drag = moved => {
            const [x, y] = [moved.clientX - start.x, moved.clientY - start.y];
            if (!isMoving && Math.hypot(x, y) > 4) {
                isMoving = true;
                svg.setPointerCapture(event.pointerId);
                svg.dataset.moving = '';
            }
            if (isMoving) {
                show({ ...start.view, x: start.view.x - x / scale, y: start.view.y - y / scale });
            }
        };
        const end = () => {
            svg.removeEventListener('pointermove', drag);
            delete svg.dataset.moving;
            if (isMoving) {
                moved();
                // The click that ends a movement chooses nothing.
                svg.dataset.dragged = '';
                svg.addEventListener('click', stop, { capture: true, once: true });
                setTimeout(() => {
                    delete svg.dataset.dragged;
                    svg.removeEventListener('click', stop, { capture: true });
                }, 0);
            }
        };
        svg.addEventListener('pointermove', drag);
        addEventListener('pointerup', end, { once: true });
    });

    const stop = event => {
        event.preventDefault();
        event.stopPropagation();
    };

    // Another node is looked at from where the reader stands, also where the server has not heard yet where that is. In a drawing of what is near a node another one is another drawing.
    svg.addEventListener('click', event => {
        const node = 'dragged' in svg.dataset ? null : event.target.closest('a[data-node]');
        const address = new URL(node?.getAttribute('href') ?? '', document.baseURI);
        const now = unsaid?.() ?? said;
        if (node && now && !address.searchParams.has('near')) {
            address.searchParams.set('view', now);
            node.setAttribute('href', address.pathname + address.search);
            // Not where it is opened in another tab.
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
                settle();
                said = now;
            }
        }
    }, { capture: true });

    svg.addEventListener('dragstart', event => event.preventDefault());

    box.addEventListener('click', event => {
        switch (event.target instanceof Element ? event.target.closest('[data-graph-zoom]')?.dataset.graphZoom : undefined) {
            case 'in': zoom(1.3); moved(); break;
            case 'out': zoom(1 / 1.3); moved(); break;
            case 'fit': fit(); moved('fit'); break;
        }
    });

    box.addEventListener('keydown', event => {
        if (event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const node = event.target instanceof Element ? event.target.closest('[data-node]') : null;
        const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
        if (direction && event.shiftKey) {
            move(direction[0] * view.width / 8, direction[1] * view.height / 8);
            moved();
        } else if (direction && node) {
            focus(beside(node, direction));
        } else if (event.key === '+' || event.key === '=') {
            zoom(1.3);
            moved();
        } else if (event.key === '-') {
            zoom(1 / 1.3);
            moved();
        } else if (event.key === '0') {
            fit();
            moved('fit');
        } else {
            return;
        }
        event.preventDefault();
    });

    function middle(node) {
        const box = node.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    }

    // The nearest node in a direction; what lies aside counts twice.
    function beside(node, [right, down]) {
        const [x, y] = middle(node);
        let best;
        let nearest = Infinity;
        for (const other of svg.querySelectorAll('[data-node]')) {
            const [ox, oy] = middle(other);
            const ahead = (ox - x) * right + (oy - y) * down;
            const aside = Math.abs((ox - x) * down) + Math.abs((oy - y) * right);
            if (other !== node && ahead > 2 && ahead + aside * 2 < nearest) {
                nearest = ahead + aside * 2;
                best = other;
            }
        }
        return best;
    }

    function focus(node) {
        if (!node) {
            return;
        }
        node.focus({ preventScroll: true });
        if (bringIntoView(node)) {
            moved();
        }
    }

    // Whether the view had to be moved for it.
    function bringIntoView(node) {
        if (!node) {
            return false;
        }
        const area = svg.getBoundingClientRect();
        const [x, y] = middle(node);
        const isOutside = x < area.left + 60 || x > area.right - 60 || y < area.top + 30 || y > area.bottom - 30;
        if (isOutside) {
            const [here, there] = [at(x, y), at(area.left + area.width / 2, area.top + area.height / 2)];
            move(here.x - there.x, here.y - there.y);
        }
        return isOutside;
    }

    // One node is reached by the tab key: the one that had the focus last.
    svg.addEventListener('focusin', event => {
        const node = event.target.closest('[data-node]');
        if (node) {
            svg.querySelectorAll('[data-node][tabindex="0"]').forEach(other => other.setAttribute('tabindex', '-1'));
            node.setAttribute('tabindex', '0');
        }
    });
}
