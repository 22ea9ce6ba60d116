/**
 * Text on the page that a person cannot read whole. It stands beyond the side of the screen, beyond the edge of the button or
 * box that is drawn around it, or below a box that cuts off what does not fit and cannot be scrolled.
 */
export function cutOffTexts(): string[] {
  const found = new Set<string>();
  const boxes = new Map<Element, Box>();
  if (document.documentElement.scrollWidth > innerWidth) found.add('the page is wider than the screen');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.nodeValue ?? '').trim();
    const parent = node.parentElement;
    if (
      text === '' ||
      parent === null ||
      parent.closest('.out-of-sight, svg, option, style, script') !== null
    )
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width === 0 || rect.height === 0) continue;
      const why = whyCut(rect, parent);
      if (why !== null) found.add(`${JSON.stringify(text.slice(0, 40))} ${why}`);
    }
  }
  return [...found];

  /** Type is drawn higher than its letters: some pixels over an edge are none of ink. */
  function whyCut(rect: DOMRect, parent: Element): string | null {
    if (rect.right > innerWidth + 1 || rect.left < -1) return 'runs beyond the side of the screen';
    for (let at: Element | null = parent; at !== null && at !== document.body; at = at.parentElement) {
      const box = boxOf(at);
      const isWide = rect.right > box.edge.right + 1 || rect.left < box.edge.left - 1;
      const isHigh = rect.bottom > box.edge.bottom + 6 || rect.top < box.edge.top - 6;
      if (box.x === 'auto' || box.x === 'scroll') return null;
      if (isWide && box.x !== 'visible') return 'is cut off at its side';
      if (isHigh && box.y === 'hidden') return 'is cut off at its foot';
      if (box.isDrawn && (isWide || isHigh)) return 'is larger than its box';
      if (box.y === 'auto' || box.y === 'scroll' || box.isFixed) return null;
    }
    return null;
  }

  /** Many texts stand in one box, and a browser is slow to tell of it. */
  function boxOf(element: Element): Box {
    const known = boxes.get(element);
    if (known !== undefined) return known;
    const style = getComputedStyle(element);
    const box = {
      edge: element.getBoundingClientRect(),
      x: style.overflowX,
      y: style.overflowY,
      isDrawn: element.matches('button, input, select') || style.borderTopWidth !== '0px',
      isFixed: style.position === 'fixed',
    };
    boxes.set(element, box);
    return box;
  }
}

interface Box {
  edge: DOMRect;
  x: string;
  y: string;
  /** A person sees where it ends. */
  isDrawn: boolean;
  isFixed: boolean;
}
