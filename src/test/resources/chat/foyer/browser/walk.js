// Keeps book, in a page that is walked through at random, of what becomes of each mark that is typed into the composer.
// Every mark is typed once by the walk, so that each copy of it can be accounted for. The book is kept in the
// browser's storage, and so is one for all tabs, and survives reloads and changes of the page.
(() => {
	const MARK = /[\u3400-\u4dbf]/gu;
	const BOOK = "walk";
	const marksOf = (text) => new Set(text.match(MARK) ?? []);
	const book = () => JSON.parse(localStorage.getItem(BOOK)) ?? { typed: [], deleted: [], again: {}, left: {}, leaves: [] };
	const write = (change) => {
		const changed = book();
		change(changed);
		localStorage.setItem(BOOK, JSON.stringify(changed));
	};
	let before = "";

	let send = "";

	/** Whether the composer has the text of a message that was sent: its button has another name then. */
	const isEdited = () => document.querySelector("#mode:not([hidden])") && document.querySelector(".send").title !== send;

	/**
	 * Takes note of what the composer has now. `isTyped`: the guest changed it, rather than the page. What an edit
	 * is given up with is gone.
	 */
	const note = (now, isTyped) => {
		const [was, is] = [marksOf(before), marksOf(now)];
		before = now;
		write((book) => {
			for (const mark of is) {
				if (!was.has(mark) && book.typed.includes(mark) && isTyped) {
					// Pasted or brought back: it may be sent once more.
					book.again[mark] = (book.again[mark] ?? 0) + 1;
				}
			}
			book.typed = [...new Set([...book.typed, ...is])];
			const gone = isTyped || isEdited() ? [...was].filter((mark) => !is.has(mark)) : [];
			book.deleted = [...new Set([...book.deleted.filter((mark) => !is.has(mark)), ...gone])];
		});
	};

	const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
	Object.defineProperty(HTMLTextAreaElement.prototype, "value", {
		...value,
		set(text) {
			value.set.call(this, text);
			if (this.id === "say") {
				note(text, false);
			}
		},
	});
	addEventListener("input", ({ target }) => target.id === "say" && note(target.value, true), true);

	addEventListener("click", ({ target }) => {
		const discarded = target.closest?.(".discard")?.closest("li");
		const deleted = target.closest?.("[data-act=delete]") && document.querySelector("#lines .chosen");
		const text = (discarded ?? deleted)?.querySelector(".text")?.textContent;
		write((book) => book.deleted.push(...marksOf(text ?? "")));
	}, true);
	addEventListener("submit", ({ target }) => {
		if (target.id === "leave") {
			const { room } = document.getElementById("talk").dataset;
			write((book) => {
				book.left[room] = true;
				book.leaves = [...new Set([...book.leaves, room])];
			});
		}
	}, true);
	addEventListener("DOMContentLoaded", () => {
		const talk = document.getElementById("talk");
		if (talk) {
			send = document.querySelector(".send").title;
			write((book) => { book.left[talk.dataset.room] = false; });
		}
	});
})();
