package chat.foyer.room;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The seats that are held, as they are stored.
 */
public final class SeatRows {

	private SeatRows() {
	}

	/**
	 * All of them, in no order.
	 */
	public static List<Seat> all(JdbcClient jdbc) {
		return jdbc.sql("select " + SeatRowMapper.COLUMNS + " from seat").query(new SeatRowMapper()).list();
	}

}
