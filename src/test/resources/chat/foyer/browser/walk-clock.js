// Lets the test set the wall clock of all tabs: `walk-clock` in the browser's storage is added to it, in milliseconds.
// Timers and `performance.now()` go on, as they do in a browser whose clock is set.
(() => {
	const RealDate = Date;
	const offset = () => {
		try {
			return Number(localStorage.getItem("walk-clock"));
		} catch {
			// A page of the browser itself, which has no storage.
			return 0;
		}
	};
	const now = () => RealDate.now() + offset();
	globalThis.Date = new Proxy(RealDate, {
		construct: (date, values, target) => Reflect.construct(date, values.length > 0 ? values : [now()], target),
		apply: () => new RealDate(now()).toString(),
		get: (date, key) => (key === "now" ? now : date[key]),
	});
	RealDate.prototype.constructor = globalThis.Date;
})();
