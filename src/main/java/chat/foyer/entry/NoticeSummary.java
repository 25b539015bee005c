package chat.foyer.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;

import org.springframework.context.MessageSource;

/**
 * Says in one line who came and who went, by what each did last.
 */
class NoticeSummary {

	private final MessageSource messages;

	NoticeSummary(MessageSource messages) {
		this.messages = messages;
	}

	String of(List<Event> notices, Locale locale) {
		Map<String, EventType> last = new LinkedHashMap<>();
		notices.forEach((notice) -> last.put(notice.author(), notice.type()));
		List<String> parts = Stream.of(EventType.JOIN, EventType.LEAVE)
			.map((type) -> part(type, names(last, type), locale))
			.filter((part) -> !part.isEmpty())
			.toList();
		return (parts.size() == 1) ? parts.get(0) : word("reading.both", locale, parts.get(0), parts.get(1));
	}

	private String part(EventType type, List<String> names, Locale locale) {
		String key = "reading." + type.word();
		return switch (names.size()) {
			case 0 -> "";
			case 1 -> word(key + ".one", locale, names.get(0));
			case 2 -> word(key + ".two", locale, names.get(0), names.get(1));
			default -> word(key + ".more", locale, names.get(0), String.valueOf(names.size() - 1));
		};
	}

	/**
	 * Each name keeps its direction to itself.
	 */
	private static List<String> names(Map<String, EventType> last, EventType type) {
		return last.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == type)
			.map((entry) -> "\u2068" + entry.getKey() + "\u2069")
			.toList();
	}

	private String word(String key, Locale locale, Object... values) {
		return this.messages.getMessage(key, values, locale);
	}

}
