/**
 * What waits until a store is open, and goes through in its order: a function of actions, each of which is given the door to use.
 *
 * @param opening resolves to the door behind `door`, or to nothing: then it is `door`
 */
export function whenOpen(door, opening) {
  const waiting = [];
  let open;
  opening.then((opened) => {
    // It may grow meanwhile.
    for (const action of waiting) {
      action(opened ?? door);
    }
    open = opened ?? door;
  });
  return (action) => {
    open ? action(open) : waiting.push(action);
  };
}
