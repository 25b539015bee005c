package chat.foyer.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of asterisks or tildes, and the marks that begin or end there.
 */
final class Delimiter {

	private static final int MAX_DEPTH = 16;

	private final MarkRules.Run run;

	private final int words;

	private final int offset;

	private int unpaired;

	/**
	 * From the innermost to the outermost.
	 */
	private final List<Pair> pairs = new ArrayList<>();

	/**
	 * @param words the number of letters and digits before the run
	 * @param offset the index of the run in the HTML of the paragraph
	 */
	Delimiter(MarkRules.Run run, int words, int offset) {
		this.run = run;
		this.words = words;
		this.offset = offset;
		this.unpaired = run.length();
	}

	MarkRules.Run run() {
		return this.run;
	}

	int start() {
		return this.run.start();
	}

	int offset() {
		return this.offset;
	}

	int unpaired() {
		return this.unpaired;
	}

	boolean isPaired() {
		return !this.pairs.isEmpty();
	}

	/**
	 * Whether this opens what the other one closes. Three asterisks are one and two.
	 */
	boolean fits(Delimiter closing) {
		boolean isAlike = this.unpaired == closing.unpaired || this.unpaired == MarkRules.MAX_ASTERISKS
				|| closing.unpaired == MarkRules.MAX_ASTERISKS;
		return isAlike && this.run.mayBeClosedBy(closing.run);
	}

	/**
	 * Whether a letter or digit stands between this and a later one.
	 */
	boolean hasWordsBefore(Delimiter later) {
		return this.words < later.words;
	}

	void pairWith(Delimiter closing) {
		Pair pair = new Pair(this.run.mark(), Math.min(this.unpaired, closing.unpaired));
		this.pairs.add(pair);
		closing.pairs.add(pair);
		this.unpaired -= pair.length;
		closing.unpaired -= pair.length;
	}

	/**
	 * Writes the run: paired marks as elements, the rest as typed.
	 * @param depth the number of open elements
	 * @return the number of open elements after it
	 */
	int write(int depth, StringBuilder html) {
		int openElements = depth;
		boolean isEnd = isPaired() && this.pairs.get(0).isBegun;
		if (isEnd) {
			for (Pair pair : this.pairs) {
				html.append(pair.isElement ? pair.end() : pair.typed());
				openElements -= pair.isElement ? 1 : 0;
			}
		}
		html.append(String.valueOf(this.run.mark()).repeat(this.unpaired));
		if (!isEnd) {
			for (int i = this.pairs.size() - 1; i >= 0; i--) {
				Pair pair = this.pairs.get(i);
				pair.isBegun = true;
				pair.isElement = openElements < MAX_DEPTH;
				openElements += pair.isElement ? 1 : 0;
				html.append(pair.isElement ? pair.start() : pair.typed());
			}
		}
		return openElements;
	}

	/**
	 * The two ends of a mark.
	 */
	private static final class Pair {

		private final char mark;

		private final int length;

		private boolean isBegun;

		private boolean isElement;

		private Pair(char mark, int length) {
			this.mark = mark;
			this.length = length;
		}

		private String start() {
			return switch (this.length) {
				case 1 -> "<em>";
				case 2 -> (this.mark == '*') ? "<strong>" : "<del>";
				default -> "<em><strong>";
			};
		}

		private String end() {
			return switch (this.length) {
				case 1 -> "</em>";
				case 2 -> (this.mark == '*') ? "</strong>" : "</del>";
				default -> "</strong></em>";
			};
		}

		private String typed() {
			return String.valueOf(this.mark).repeat(this.length);
		}

	}

}
