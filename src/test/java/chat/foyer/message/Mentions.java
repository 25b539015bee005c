package chat.foyer.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of messages and whom they call, {@code mentions.json}.
 */
public final class Mentions {

	private Mentions() {
	}

	/**
	 * All rows of the table.
	 */
	public static List<Row> rows() {
		try (InputStream file = Mentions.class.getResourceAsStream("mentions.json")) {
			List<Row> rows = new ArrayList<>();
			for (JsonNode kind : JsonMapper.shared().readTree(file)) {
				kind.forEach((row) -> rows.add(JsonMapper.shared().treeToValue(row, Row.class)));
			}
			return rows;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A row of the table.
	 *
	 * @param here the usernames that are here
	 * @param text the message
	 * @param calls those of them that it calls
	 */
	public record Row(List<String> here, String text, List<String> calls) {

		/**
		 * The message as the page gets it.
		 */
		public String html() {
			return new MessageRenderer().html(this.text);
		}

	}

}
