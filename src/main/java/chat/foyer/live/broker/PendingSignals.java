package chat.foyer.live.broker;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import chat.foyer.room.Username;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one room that are not sent yet. Not thread-safe.
 */
final class PendingSignals {

	/**
	 * As many names as a page needs to know that several others are typing.
	 */
	static final int MAX_NAMES = 3;

	private final Set<String> typing = new LinkedHashSet<>();

	/**
	 * Whether guests are away, in the order in which that changed first.
	 */
	private final Map<String, Boolean> away = new LinkedHashMap<>();

	void addTyping(Username username) {
		this.typing.add(username.value());
	}

	void removeTyping(String username) {
		this.typing.remove(username);
	}

	/**
	 * Replaces what is pending about the guest. The latest state is sent even where the
	 * others know it: a page that was loaded meanwhile may show another.
	 */
	void setAway(Username username, boolean isAway) {
		this.away.put(username.value(), isAway);
	}

	void removeAway(String username) {
		this.away.remove(username);
	}

	/**
	 * Takes all who are typing, and the first guests of those who are away and back.
	 * @return null if nothing is pending
	 */
	@Nullable RoomSignal take() {
		if (this.typing.isEmpty() && this.away.isEmpty()) {
			return null;
		}
		List<String> names = this.typing.stream().limit(MAX_NAMES).toList();
		int more = this.typing.size() - names.size();
		this.typing.clear();
		return new RoomSignal(names.isEmpty() ? null : names, (more > 0) ? more : null, takeFirst(true),
				takeFirst(false));
	}

	private @Nullable String takeFirst(boolean isAway) {
		Iterator<Map.Entry<String, Boolean>> entries = this.away.entrySet().iterator();
		while (entries.hasNext()) {
			Map.Entry<String, Boolean> entry = entries.next();
			if (entry.getValue() == isAway) {
				entries.remove();
				return entry.getKey();
			}
		}
		return null;
	}

}
