package chat.foyer.message;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.unbescape.html.HtmlEscape;

/**
 * Renders the lines of a message: code blocks, quotations, lists and plain lines.
 *
 * <p>
 * A code block stands between two lines that begin with three or more backticks. What
 * stands behind the first backticks is the first line of the code. A block without its
 * end, or without content, is shown as typed.
 *
 * <p>
 * A quotation is made of lines that begin with {@code >} and a blank, or {@code >>} and a
 * blank. A single line such as {@code > 5} or {@code > /dev/null} is shown as typed.
 *
 * <p>
 * A list is made of two or more consecutive items. Its markers and its indentation are
 * part of the text, so numbers and signs are shown as typed; the markup adds the layout
 * only.
 *
 * <p>
 * Between blocks a line feed is written for empty lines only, since a block begins and
 * ends its line by itself.
 *
 * <p>
 * Each line, list item and quotation has a {@link Direction} of its own. One without a
 * strong character takes that of the quotation or message that it is in, which is that of
 * the first line in it that has one. Only a direction that differs from the one around it
 * is written. Marks do not span lines where lines of one paragraph differ.
 */
final class BlockRenderer {

	private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}+)([^`]*)");

	private static final Pattern FENCE_END = Pattern.compile(" {0,3}(`{3,}+)[ \\t]*");

	/**
	 * Three and more signs are a prompt, a conflict marker or a decoration.
	 */
	private static final Pattern QUOTE = Pattern.compile(">>?(?:[ \\t].*)?");

	private static final Pattern QUOTE_MARKER = Pattern.compile(">[ \\t]?");

	/**
	 * The text after the signs of a single line that is no quotation: a number
	 * ({@code > 5}, {@code >> 5}), a path that output goes to ({@code > /dev/null}), the
	 * rest of a face or of quotation marks ({@code > _ <}, {@code >> so <<}).
	 */
	private static final Pattern NO_QUOTE = Pattern
		.compile("[-+\u2212\u00B1\u2248~.,\\p{Sc}]*[ \\t]?\\p{N}.*|(?:~|\\.{1,2})?/\\S.*|.*<[.!?]*[ \\t]*");

	private static final Pattern QUOTE_SIGNS = Pattern.compile("[> \\t]+");

	private static final Pattern ITEM = Pattern
		.compile("[ \\t]*+(?:[-*+\u2022\u2013\u2014]|\\p{Nd}{1,9}[.)])[ \\t].*\\S.*");

	private static final int MAX_QUOTE_DEPTH = 8;

	private final StringBuilder html = new StringBuilder();

	private final MentionScanner mentions;

	private LinkBudget budget = new LinkBudget();

	/**
	 * The direction of the innermost quotation, or of the message, as far as it is known.
	 */
	private Direction direction = Direction.NONE;

	private BlockRenderer(MentionScanner mentions) {
		this.mentions = mentions;
	}

	/**
	 * Renders a text with its blocks. The result is meant for an element with
	 * {@code dir="auto"}.
	 */
	static String render(String text, MentionScanner mentions) {
		BlockRenderer renderer = new BlockRenderer(mentions);
		renderer.blocks(Arrays.asList(text.split("\n", -1)), 0);
		return switch (renderer.direction) {
			case LTR -> renderer.html.toString();
			case RTL -> "<div dir=\"rtl\">" + renderer.html + "</div>";
			case NONE -> "<div class=\"neutral\">" + renderer.html + "</div>";
		};
	}

	/**
	 * Renders an action, which has no blocks.
	 */
	static String action(String text, MentionScanner mentions) {
		BlockRenderer renderer = new BlockRenderer(mentions);
		renderer.lines(Arrays.asList(text.split("\n", -1)), false);
		String attribute = (renderer.direction == Direction.RTL) ? Direction.RTL.attribute() : "";
		return "<div class=\"action\"" + attribute + ">" + renderer.html + "</div>";
	}

	private void blocks(List<String> lines, int depth) {
		int done = 0;
		// No fence of this many backticks, or more, ends below the line.
		int endless = Integer.MAX_VALUE;
		int at = 0;
		while (at < lines.size()) {
			int start = at++;
			Matcher fence = FENCE.matcher(lines.get(start));
			if (fence.matches() && fence.group(1).length() < endless) {
				int end = endOfCode(lines, start, fence.group(1).length());
				if (end < 0) {
					endless = fence.group(1).length();
				}
				else if (isVisible(fence.group(2), lines.subList(start + 1, end))) {
					lines(lines.subList(done, start), true);
					code(fence.group(2), lines.subList(start + 1, end));
					at = end + 1;
					done = at;
				}
			}
			else if (depth < MAX_QUOTE_DEPTH && isQuote(lines, start)) {
				at = endOf(BlockRenderer::isQuote, lines, start);
				lines(lines.subList(done, start), true);
				quote(lines.subList(start, at), depth);
				done = at;
			}
			else if (isList(lines, start)) {
				at = endOf(BlockRenderer::isItem, lines, start);
				lines(lines.subList(done, start), true);
				list(lines.subList(start, at));
				done = at;
			}
		}
		lines(lines.subList(done, lines.size()), depth > 0);
	}

	private static int endOfCode(List<String> lines, int start, int length) {
		for (int at = start + 1; at < lines.size(); at++) {
			Matcher end = FENCE_END.matcher(lines.get(at));
			if (end.matches() && end.group(1).length() >= length) {
				return at;
			}
		}
		return -1;
	}

	private static boolean isVisible(String first, List<String> lines) {
		return !first.isBlank() || lines.stream().anyMatch((line) -> !line.isBlank());
	}

	/**
	 * Whether a quotation begins at a line.
	 */
	private static boolean isQuote(List<String> lines, int at) {
		String line = lines.get(at);
		if (!isQuote(line) || line.replace('>', ' ').isBlank()) {
			return false;
		}
		boolean isAlone = at + 1 == lines.size() || !isQuote(lines.get(at + 1));
		return !(isAlone && NO_QUOTE.matcher(QUOTE_SIGNS.matcher(line).replaceFirst("")).matches());
	}

	private static boolean isQuote(String line) {
		return QUOTE.matcher(line).matches();
	}

	private static boolean isList(List<String> lines, int at) {
		return at + 1 < lines.size() && isItem(lines.get(at)) && isItem(lines.get(at + 1));
	}

	private static boolean isItem(String line) {
		return ITEM.matcher(line).matches();
	}

	private static int endOf(Predicate<String> block, List<String> lines, int start) {
		int end = start + 1;
		while (end < lines.size() && block.test(lines.get(end))) {
			end++;
		}
		return end;
	}

	private void code(String first, List<String> lines) {
		this.html.append("<pre dir=\"ltr\" tabindex=\"0\"><code>");
		if (!first.isBlank()) {
			this.html.append(HtmlEscape.escapeHtml4Xml(first)).append(lines.isEmpty() ? "" : "\n");
		}
		this.html.append(HtmlEscape.escapeHtml4Xml(String.join("\n", lines)));
		endLine(lines);
		this.html.append("</code></pre>");
	}

	private void quote(List<String> lines, int depth) {
		Direction around = this.direction;
		int start = this.html.length();
		this.direction = Direction.NONE;
		blocks(lines.stream().map(BlockRenderer::content).toList(), depth + 1);
		Direction own = this.direction;
		this.direction = around;
		this.html.insert(start, "<blockquote" + attribute(own) + ">").append("</blockquote>");
	}

	/**
	 * The attribute of a block with a direction of its own, if it needs one. The first
	 * direction in a message is that of the message.
	 */
	private String attribute(Direction own) {
		this.direction = this.direction.or(own);
		return (own.or(this.direction) == this.direction) ? "" : own.attribute();
	}

	private static String content(String quoteLine) {
		return QUOTE_MARKER.matcher(quoteLine).replaceFirst("");
	}

	private void list(List<String> items) {
		this.html.append("<ul>");
		for (String item : items) {
			Line line = line(item);
			this.html.append("<li").append(attribute(line.direction)).append('>').append(line.html).append("</li>");
		}
		this.html.append("</ul>");
	}

	/**
	 * Writes lines. Marks may span lines, but no blank ones.
	 * @param beforeEdge whether a block begins or ends behind the lines
	 */
	private void lines(List<String> lines, boolean beforeEdge) {
		boolean isBlock = true;
		boolean isEmpty = false;
		for (int at = 0; at < lines.size();) {
			int end = at;
			while (end < lines.size() && !lines.get(end).isBlank()) {
				end++;
			}
			boolean isBlank = end == at;
			List<Line> rendered = isBlank ? List.of(new Line(lines.get(at), Direction.NONE))
					: paragraph(lines.subList(at, end));
			for (Line line : rendered) {
				String attribute = attribute(line.direction);
				boolean begins = attribute.isEmpty() ? !isBlock : isEmpty;
				this.html.append(begins ? "\n" : "")
					.append(attribute.isEmpty() ? line.html : "<div" + attribute + ">" + line.html + "</div>");
				isBlock = !attribute.isEmpty();
				isEmpty = line.html.isEmpty();
			}
			at = isBlank ? end + 1 : end;
		}
		if (beforeEdge) {
			endLine(lines);
		}
	}

	/**
	 * Renders a paragraph: as one piece, unless its lines differ in direction.
	 */
	private List<Line> paragraph(List<String> lines) {
		LinkBudget before = this.budget.copy();
		StringBuilder inline = new StringBuilder();
		InlineRenderer.render(String.join("\n", lines), this.budget, this.mentions, inline);
		List<Direction> directions = Direction.ofLines(inline);
		Direction first = directions.stream().reduce(Direction.NONE, Direction::or);
		if (directions.stream().allMatch((direction) -> direction.or(first) == first)) {
			return List.of(new Line(inline.toString(), first));
		}
		this.budget = before;
		return lines.stream().map(this::line).toList();
	}

	private Line line(String text) {
		StringBuilder inline = new StringBuilder();
		InlineRenderer.render(text, this.budget, this.mentions, inline);
		return new Line(inline.toString(), Direction.ofLines(inline).get(0));
	}

	/**
	 * Makes an empty last line visible: a line feed at the end of a block begins no line.
	 */
	private void endLine(List<String> lines) {
		if (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
			this.html.append('\n');
		}
	}

	/**
	 * One rendered line, or several of one direction.
	 */
	private record Line(String html, Direction direction) {
	}

}
