package chat.foyer.room;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.springframework.jdbc.core.RowMapper;

/**
 * Maps rows with the columns {@value #COLUMNS} to seats.
 */
public final class SeatRowMapper implements RowMapper<Seat> {

	static final String COLUMNS = "room, id, guest, username, color";

	@Override
	public Seat mapRow(ResultSet row, int number) throws SQLException {
		return new Seat(row.getString("id"), new RoomKey(row.getString("room")), row.getString("guest"),
				new Username(row.getString("username")), row.getInt("color"));
	}

}
