package chat.foyer.message;

import java.util.EnumSet;
import java.util.regex.Pattern;

import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;
import org.nibor.autolink.Span;
import org.springframework.stereotype.Component;
import org.unbescape.html.HtmlEscape;

/**
 * Turns what was typed into HTML that is safe to insert as it is. The text content of the
 * result is the text, white space included; web addresses in it become links.
 */
@Component
public final class MessageRenderer {

	private static final Pattern WEB = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

	private final LinkExtractor links = LinkExtractor.builder()
		.linkTypes(EnumSet.of(LinkType.URL, LinkType.WWW))
		.build();

	/**
	 * Render a text.
	 */
	public String html(MessageText text) {
		return html(text.value());
	}

	/**
	 * Render a text that comes from the store.
	 */
	public String html(String text) {
		StringBuilder html = new StringBuilder();
		for (Span span : this.links.extractSpans(text)) {
			String part = text.substring(span.getBeginIndex(), span.getEndIndex());
			// Escaped here and nowhere else; no address needs more, once its scheme is
			// known.
			String escaped = HtmlEscape.escapeHtml4Xml(part);
			html.append((span instanceof LinkSpan link) ? link(link.getType(), escaped) : escaped);
		}
		return html.toString();
	}

	private static String link(LinkType type, String address) {
		String href = (type == LinkType.WWW) ? "https://" + address : address;
		if (!WEB.matcher(href).lookingAt()) {
			return address;
		}
		return "<a href=\"" + href + "\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\">" + address
				+ "</a>";
	}

}
