package chat.foyer.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of nasty texts, {@code hostile.json}. What stands in it for a text is the
 * text, or a list of parts with how often each is repeated.
 */
final class HostileTexts {

	private static final Map<String, List<String>> TABLE = read();

	private HostileTexts() {
	}

	/**
	 * The kinds of texts there are.
	 */
	static List<String> kinds() {
		return List.copyOf(TABLE.keySet());
	}

	/**
	 * All texts of a kind.
	 */
	static List<String> ofKind(String kind) {
		return TABLE.get(kind);
	}

	/**
	 * All texts that are not far too long for a name.
	 */
	static List<String> names() {
		return TABLE.values().stream().flatMap(List::stream).filter((text) -> text.length() <= 200).toList();
	}

	private static Map<String, List<String>> read() {
		try (InputStream file = HostileTexts.class.getResourceAsStream("hostile.json")) {
			Map<String, List<String>> table = new LinkedHashMap<>();
			for (Map.Entry<String, JsonNode> kind : JsonMapper.shared().readTree(file).properties()) {
				List<String> texts = new ArrayList<>();
				kind.getValue().forEach((text) -> texts.add(text.isArray() ? join(text) : text.asString()));
				table.put(kind.getKey(), List.copyOf(texts));
			}
			return table;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String join(JsonNode parts) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < parts.size(); i += 2) {
			text.append(parts.get(i).asString().repeat(parts.get(i + 1).asInt()));
		}
		return text.toString();
	}

}
