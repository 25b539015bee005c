package chat.foyer.message;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores drafts as events. Nothing but {@link EventLog} may ask for that, for one thread
 * only may count.
 */
@Repository
class Appender {

	private final JdbcTemplate jdbc;

	private final Events events;

	private final MessageRenderer renderer;

	private final Clock clock;

	Appender(JdbcTemplate jdbc, Events events, MessageRenderer renderer, Clock clock) {
		this.jdbc = jdbc;
		this.events = events;
		this.renderer = renderer;
		this.clock = clock;
	}

	/**
	 * Stores drafts in one transaction, each as the next event of its room. A draft that
	 * is stored already, as a message of the same seat and id or as a notice that tells
	 * what the seat's last one told, is answered with the event that it has become.
	 * @return for each draft its event, in the order of the drafts
	 */
	@Transactional
	List<Stored> append(List<Draft> drafts) {
		Instant at = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		List<Stored> stored = this.jdbc.execute((ConnectionCallback<List<Stored>>) (transaction) -> {
			try (EventInsert insert = new EventInsert(transaction)) {
				List<Stored> all = new ArrayList<>(drafts.size());
				for (Draft draft : drafts) {
					all.add(append(draft, at, insert));
				}
				return all;
			}
		});
		return Objects.requireNonNull(stored);
	}

	private Stored append(Draft draft, Instant at, EventInsert insert) throws SQLException {
		if (draft.id() == null) {
			Optional<Event> last = this.events.lastNotice(draft.seat())
				.filter((notice) -> notice.type() == draft.type());
			if (last.isPresent()) {
				return new Stored(last.get(), false);
			}
		}
		OptionalLong seq = insert.add(draft, at);
		return seq.isPresent() ? new Stored(event(draft, seq.getAsLong(), at), true)
				: new Stored(this.events.find(draft.seat(), Objects.requireNonNull(draft.id())).orElseThrow(), false);
	}

	private Event event(Draft draft, long seq, Instant at) {
		String id = (draft.id() != null) ? draft.id().value() : null;
		String text = (draft.text() != null) ? draft.text().value() : null;
		return new Event(seq, draft.type(), id, draft.seat().username().value(),
				(text != null) ? this.renderer.html(text) : null, text, at);
	}

}
