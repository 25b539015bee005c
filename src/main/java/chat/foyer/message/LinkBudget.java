package chat.foyer.message;

/**
 * Limits the links of a message, whose HTML is many times as long as their text: 100
 * links, and 16 Ki characters of encoded addresses. Further addresses stay text.
 */
final class LinkBudget {

	private int links = 100;

	private int characters = 16 * 1024;

	boolean allowsMore() {
		return this.links > 0;
	}

	/**
	 * Take the cost of a link.
	 * @return whether the link is allowed
	 */
	boolean take(WebAddress address) {
		if (this.links == 0 || address.href().length() > this.characters) {
			return false;
		}
		this.links--;
		this.characters -= address.href().length();
		return true;
	}

}
