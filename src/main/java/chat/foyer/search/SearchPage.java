package chat.foyer.search;

import java.util.List;

import chat.foyer.message.Event;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * Some messages that were found.
 *
 * @param hits the messages, the newest first
 * @param before where the next page begins: before this number; null if this is the last
 * page
 */
@JsonInclude(Include.NON_NULL)
record SearchPage(List<Hit> hits, @Nullable Long before) {

	static final SearchPage EMPTY = new SearchPage(List.of(), null);

	SearchPage {
		hits = List.copyOf(hits);
	}

	/**
	 * A message that was found.
	 *
	 * @param line the message in its current state
	 * @param snippet the part of its text with the hits, or the name of a file if the
	 * text has none, as safe HTML
	 */
	record Hit(@JsonUnwrapped Event line, String snippet) {
	}

}
