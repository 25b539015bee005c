package chat.foyer.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Prepares what was typed so that CommonMark reads it as people in a chat mean it: white
 * space at the beginning of a line stays, a quotation ends with its line, {@code >:(} is
 * no quotation at all, and {@code [a]: b} defines nothing.
 * <p>
 * What has to stand in for white space, or between two characters, is written with code
 * points that no message can have; {@link #restore} takes them out again.
 */
final class ChatLines {

	private static final char BLANK = '\uFDD0';

	private static final char TAB = '\uFDD1';

	private static final char NOTHING = '\uFDD2';

	private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}(?=[^`]*$)|~{3,}).*");

	private static final Pattern QUOTE = Pattern.compile("[ \\t]*>(?:[ >].*|$)");

	private static final Pattern ITEM = Pattern.compile("[ \\t]*(?:[-*+]|\\d{1,9}[.)])[ \\t]+\\S.*");

	private final List<String> lines = new ArrayList<>();

	private @Nullable Pattern fenceEnd;

	private boolean wasQuote;

	private boolean wasItem;

	private ChatLines() {
	}

	static String prepare(String text) {
		ChatLines prepared = new ChatLines();
		text.lines().forEach(prepared::add);
		return String.join("\n", prepared.lines);
	}

	static String restore(String prepared) {
		return prepared.replace(BLANK, ' ').replace(TAB, '\t').replace(String.valueOf(NOTHING), "");
	}

	private void add(String line) {
		Matcher start = FENCE.matcher(line);
		if (this.fenceEnd != null) {
			this.fenceEnd = this.fenceEnd.matcher(line).matches() ? null : this.fenceEnd;
			this.lines.add(line);
		}
		else if (start.matches()) {
			String marks = start.group(1);
			this.fenceEnd = Pattern.compile(" {0,3}" + marks.charAt(0) + "{" + marks.length() + ",}[ \\t]*");
			begin(false, false);
			this.lines.add(line);
		}
		else {
			addProse(line);
		}
	}

	private void addProse(String line) {
		boolean isQuote = QUOTE.matcher(line).matches();
		boolean isIndented = line.startsWith(" ") || line.startsWith("\t");
		boolean isItem = ITEM.matcher(line).matches() || (this.wasItem && isIndented);
		begin(isQuote, isItem || (this.wasItem && line.isBlank()));
		this.lines.add((isQuote || isItem) ? guard(line) : guard(keepIndent(line)));
	}

	/**
	 * By the letter of CommonMark a line without any mark would go on with the quotation
	 * or the item before it.
	 */
	private void begin(boolean isQuote, boolean isItem) {
		if ((this.wasQuote && !isQuote) || (this.wasItem && !isItem)) {
			this.lines.add("");
		}
		this.wasQuote = isQuote;
		this.wasItem = isItem;
	}

	private static String keepIndent(String line) {
		int indent = 0;
		while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '\t')) {
			indent++;
		}
		String rest = line.substring(indent);
		String guarded = rest.startsWith(">") ? NOTHING + rest : rest;
		return line.substring(0, indent).replace(' ', BLANK).replace('\t', TAB) + guarded;
	}

	private static String guard(String line) {
		return line.replace("]:", "]" + NOTHING + ":");
	}

}
