package chat.foyer.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of a query that has one row for each name at a reaction, with the
 * state of each line. Not thread-safe.
 */
final class FoldedLines {

	private final List<Event> events = new ArrayList<>();

	private final List<Reaction> reactions = new ArrayList<>();

	private final List<String> names = new ArrayList<>();

	private @Nullable Event line;

	private @Nullable LineState state;

	private @Nullable Reaction reaction;

	private long firstSeq;

	private long lastSeq;

	void add(ResultSet row) throws SQLException {
		long seq = row.getLong("seq");
		if (this.line == null || this.line.seq() != seq) {
			endLine();
			this.line = Events.event(row, row.getRow());
			Long rev = Events.number(row, "rev");
			this.state = new LineState((rev != null) ? rev : seq, Events.time(row, "edited_at"),
					Events.time(row, "deleted_at"), List.of(), row.getObject("pinned") != null);
			this.firstSeq = row.getLong("first_seq");
			this.lastSeq = row.getLong("last_seq");
		}
		String emoji = row.getString("emoji");
		if (emoji != null) {
			if (this.reaction == null || !this.reaction.emoji().equals(emoji)) {
				endReaction();
				this.reaction = new Reaction(emoji, row.getInt("reactions"), row.getInt("mine") == 1, List.of());
			}
			this.names.add(row.getString("reactor"));
		}
	}

	List<Event> events() {
		endLine();
		return this.events;
	}

	/**
	 * The number of the oldest event that the room still has, if there is a line.
	 */
	long firstSeq() {
		return this.firstSeq;
	}

	/**
	 * The newest number that the room has given, if there is a line.
	 */
	long lastSeq() {
		return this.lastSeq;
	}

	private void endLine() {
		endReaction();
		if (this.line != null && this.state != null) {
			this.events.add(this.line.withState(this.state.withReactions(this.reactions)));
		}
		this.reactions.clear();
		this.line = null;
	}

	private void endReaction() {
		if (this.reaction != null) {
			this.reactions.add(this.reaction.withNames(this.names));
		}
		this.names.clear();
		this.reaction = null;
	}

}
