package chat.foyer.message;

import org.unbescape.html.HtmlEscape;

/**
 * Limits the links of a message, whose HTML is many times as long as their text: 100
 * links, and 16 Ki characters of encoded and escaped addresses. Further addresses stay
 * text.
 */
final class LinkBudget {

	private int links;

	private int characters;

	LinkBudget() {
		this(100, 16 * 1024);
	}

	private LinkBudget(int links, int characters) {
		this.links = links;
		this.characters = characters;
	}

	/**
	 * A budget of its own with what is left of this one.
	 */
	LinkBudget copy() {
		return new LinkBudget(this.links, this.characters);
	}

	boolean allowsMore() {
		return this.links > 0;
	}

	/**
	 * Takes the cost of a link.
	 * @return whether the link is allowed
	 */
	boolean take(WebAddress address) {
		int cost = HtmlEscape.escapeHtml4Xml(address.href()).length();
		if (this.links == 0 || cost > this.characters) {
			return false;
		}
		this.links--;
		this.characters -= cost;
		return true;
	}

}
