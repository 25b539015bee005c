package chat.foyer.message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;

import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.unbescape.html.HtmlEscape;

/**
 * Writes a parsed message as HTML. Nothing of what was typed gets out but through
 * {@link #escape}, and no element or attribute but those named here. Paragraphs are lines
 * with their blank lines in between, as they were typed.
 */
final class HtmlWriter {

	private static final Map<Class<? extends Node>, String> ELEMENTS = Map.of(BlockQuote.class, "blockquote",
			BulletList.class, "ul", ListItem.class, "li", Emphasis.class, "em", StrongEmphasis.class, "strong",
			Strikethrough.class, "del");

	private static final Pattern ALLOWED = Pattern.compile("(?:https?://|mailto:).+",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final String LINK = " rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\">";

	private static final int DEEPEST = 16;

	private final StringBuilder html = new StringBuilder();

	private final Deque<String> ends = new ArrayDeque<>();

	private boolean isInLink;

	private boolean isVisible;

	private HtmlWriter() {
	}

	/**
	 * The HTML of a message, empty if nothing of it would be seen.
	 */
	static String write(Node document) {
		HtmlWriter writer = new HtmlWriter();
		writer.walk(document);
		return writer.isVisible ? writer.html.toString() : "";
	}

	static String escape(String text) {
		return HtmlEscape.escapeHtml4Xml(ChatLines.restore(text));
	}

	/**
	 * Without recursion: how deep the marks are nested is for whoever types to decide.
	 */
	private void walk(Node document) {
		Node node = document.getFirstChild();
		while (node != null) {
			this.ends.push(begin(node));
			if (node.getFirstChild() != null) {
				node = node.getFirstChild();
				continue;
			}
			end();
			while (node.getNext() == null && node.getParent() != document) {
				node = node.getParent();
				end();
			}
			node = node.getNext();
		}
	}

	private void end() {
		String end = this.ends.pop();
		this.html.append(end);
		if ("</a>".equals(end)) {
			this.isInLink = false;
		}
	}

	/**
	 * Write the beginning of a node.
	 * @return its end
	 */
	private String begin(Node node) {
		String element = ELEMENTS.get(node.getClass());
		if (element != null) {
			return element(element, "<" + element + ">");
		}
		if (node instanceof Text text) {
			return text(text.getLiteral());
		}
		if (node instanceof Link link) {
			return link(link, link.getDestination());
		}
		if (node instanceof Image image) {
			this.html.append('!');
			return link(image, image.getDestination());
		}
		if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
			this.html.append('\n');
		}
		else if (node instanceof Paragraph) {
			paragraph(node);
		}
		else if (node instanceof Code code) {
			this.html.append("<code>");
			return text(code.getLiteral()) + "</code>";
		}
		else if (node instanceof FencedCodeBlock block) {
			this.html.append("<pre dir=\"ltr\" tabindex=\"0\"><code>");
			return text(block.getLiteral().stripTrailing()) + "</code></pre>";
		}
		else if (node instanceof OrderedList list) {
			Integer start = list.getMarkerStartNumber();
			return element("ol", (start == null || start == 1) ? "<ol>" : "<ol start=\"" + start + "\">");
		}
		return "";
	}

	private String text(String text) {
		this.isVisible |= !text.isBlank();
		this.html.append(escape(text));
		return "";
	}

	private String element(String name, String start) {
		if (this.ends.size() >= DEEPEST) {
			return "";
		}
		this.html.append(start);
		return "</" + name + ">";
	}

	/**
	 * An address of a kind that is not linked is shown, for it is part of what was said.
	 */
	private String link(Node node, String destination) {
		boolean isBare = node.getFirstChild() == null;
		boolean isLinked = !this.isInLink && ALLOWED.matcher(destination).matches();
		if (isLinked) {
			this.html.append("<a href=\"").append(escape(destination)).append('"').append(LINK);
		}
		if (isBare) {
			text(destination);
		}
		if (!isLinked) {
			return (isBare || this.isInLink) ? "" : " (" + escape(destination) + ")";
		}
		this.isInLink = true;
		return "</a>";
	}

	private void paragraph(Node paragraph) {
		if (paragraph.getPrevious() instanceof Paragraph previous) {
			this.html.append("\n".repeat(Math.max(1, firstLine(paragraph) - lastLine(previous))));
		}
	}

	private static int firstLine(Node node) {
		return node.getSourceSpans().get(0).getLineIndex();
	}

	private static int lastLine(Node node) {
		SourceSpan last = node.getSourceSpans().get(node.getSourceSpans().size() - 1);
		return last.getLineIndex();
	}

}
