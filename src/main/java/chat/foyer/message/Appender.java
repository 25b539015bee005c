package chat.foyer.message;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores drafts as events, and keeps the order of a room's log true to who was there: the
 * messages of a seat stand between an arrival and a departure of that seat, whatever the
 * order in which their drafts come.
 * <p>
 * Not thread-safe: only the thread of {@link EventLog} calls it.
 */
@Repository
class Appender {

	private final JdbcTemplate jdbc;

	private final TransactionOperations transactions;

	private final Events events;

	private final RoomRegistry registry;

	private final Clock clock;

	private final RetentionClock retentionClock;

	/**
	 * Ids of seats whose last notice in the log is an arrival. Spares a query for each
	 * message; a seat that is missing here is looked up.
	 */
	private final Set<String> present = new HashSet<>();

	Appender(JdbcTemplate jdbc, TransactionOperations transactions, Events events, RoomRegistry registry, Clock clock,
			RetentionClock retentionClock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.events = events;
		this.registry = registry;
		this.clock = clock;
		this.retentionClock = retentionClock;
	}

	/**
	 * Stores drafts in one transaction, each as the next event of its room.
	 * <ul>
	 * <li>A draft that is stored already, as a message of the same seat and id or as a
	 * notice of what the seat's last one tells, is answered with the event that it has
	 * become; that of a message is without HTML, which is not rendered within a
	 * transaction.
	 * <li>A message of a seat that has not arrived, or has departed, is stored behind an
	 * arrival of the seat.
	 * <li>A message or arrival of a seat that has been given up is refused, and so is a
	 * departure without arrival.
	 * </ul>
	 * @return for each draft what became of it, in the order of the drafts
	 */
	List<AppendResult> append(List<Draft> drafts) {
		try {
			return Objects.requireNonNull(this.transactions.execute((transaction) -> store(drafts)));
		}
		catch (RuntimeException | Error ex) {
			// Nothing of the batch is in the log, so what was learned from it is wrong.
			this.present.clear();
			throw ex;
		}
	}

	private List<AppendResult> store(List<Draft> drafts) {
		Instant at = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Instant storedAt = this.retentionClock.instant();
		List<AppendResult> stored = this.jdbc.execute((ConnectionCallback<List<AppendResult>>) (transaction) -> {
			try (EventInsert insert = new EventInsert(transaction, at, storedAt)) {
				List<AppendResult> all = new ArrayList<>(drafts.size());
				for (Draft draft : drafts) {
					all.add(switch (draft.type()) {
						case MESSAGE -> message(draft, insert);
						case JOIN -> arrival(draft, insert);
						case LEAVE -> departure(draft, insert);
					});
				}
				return all;
			}
		});
		return Objects.requireNonNull(stored);
	}

	private AppendResult message(Draft draft, EventInsert insert) throws SQLException {
		Seat seat = draft.seat();
		if (isPresent(seat)) {
			return insert.add(draft)
				.map(AppendResult::added)
				.orElseGet(() -> AppendResult.repeated(find(draft).orElseThrow()));
		}
		Optional<Event> earlier = find(draft);
		if (earlier.isPresent()) {
			return AppendResult.repeated(earlier.get());
		}
		if (!this.registry.isHeld(seat)) {
			return AppendResult.REFUSED;
		}
		Event arrival = add(Draft.notice(seat, EventType.JOIN), insert);
		this.present.add(seat.id());
		Event message = add(draft, insert);
		return new AppendResult(message, List.of(arrival, message));
	}

	private AppendResult arrival(Draft draft, EventInsert insert) throws SQLException {
		Optional<Event> last = this.events.lastNotice(draft.seat());
		if (isArrival(last)) {
			return AppendResult.repeated(last.orElseThrow());
		}
		if (!this.registry.isHeld(draft.seat())) {
			return AppendResult.REFUSED;
		}
		this.present.add(draft.seat().id());
		return AppendResult.added(add(draft, insert));
	}

	private AppendResult departure(Draft draft, EventInsert insert) throws SQLException {
		// The arrival may have been purged meanwhile.
		boolean wasPresent = this.present.remove(draft.seat().id());
		Optional<Event> last = this.events.lastNotice(draft.seat());
		if (wasPresent || isArrival(last)) {
			return AppendResult.added(add(draft, insert));
		}
		return last.map(AppendResult::repeated).orElse(AppendResult.REFUSED);
	}

	private boolean isPresent(Seat seat) {
		if (this.present.contains(seat.id())) {
			return true;
		}
		boolean isPresent = isArrival(this.events.lastNotice(seat));
		if (isPresent) {
			this.present.add(seat.id());
		}
		return isPresent;
	}

	private static boolean isArrival(Optional<Event> notice) {
		return notice.filter((event) -> event.type() == EventType.JOIN).isPresent();
	}

	private Optional<Event> find(Draft message) {
		return this.events.find(message.seat(), Objects.requireNonNull(message.id()));
	}

	/**
	 * Adds a draft that the log does not have.
	 */
	private Event add(Draft draft, EventInsert insert) throws SQLException {
		return insert.add(draft).orElseThrow();
	}

}
