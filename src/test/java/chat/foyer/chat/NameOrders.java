package chat.foyer.chat;

import java.util.List;

/**
 * The server's order of names, for tests that compare it with the page's.
 */
public final class NameOrders {

	private NameOrders() {
	}

	/**
	 * Sorts names as pages in a language list them.
	 */
	public static List<String> sorted(String language, List<String> names) {
		return names.stream().sorted(NameOrder.of(language)).toList();
	}

}
