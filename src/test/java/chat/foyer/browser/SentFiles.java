package chat.foyer.browser;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

import chat.foyer.room.RoomKey;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;

/**
 * Files that a visitor of a room sends, as if they had been uploaded. Browsers get their
 * bytes from here.
 */
final class SentFiles implements AutoCloseable {

	private static final Pattern ADDRESS = Pattern.compile("/rooms/[^/]+/files/([^/]+)/([^/?]+)");

	private static final Pattern SEAT = Pattern.compile("data-seat=\"([^\"]+)\"");

	private static final int MAX_THUMBNAIL = 960;

	private final JdbcClient database;

	private final String room;

	private final String seat;

	private final Live live;

	private final Map<String, SentFile> sent = new HashMap<>();

	SentFiles(SharedServer server, Visitor sender, String room) {
		this.database = server.part(JdbcClient.class);
		this.room = room;
		Matcher found = SEAT.matcher(sender.page(room).body());
		if (!found.find()) {
			throw new IllegalStateException("No seat");
		}
		this.seat = found.group(1);
		this.live = sender.live();
	}

	/**
	 * Has a browser get the files from here.
	 */
	SentFiles serve(Person person) {
		person.browser().route(ADDRESS, this::answer);
		return this;
	}

	/**
	 * Says something with files, and returns when it is stored.
	 * @return the number of the message
	 */
	long say(String text, SentFile... files) {
		for (SentFile file : files) {
			this.sent.put(file.id, file);
			insert(file);
		}
		List<SentFile> all = List.of(files);
		Map<String, Object> body = Map.of("id", UUID.randomUUID().toString(), "text", text, "files",
				all.stream().map(SentFile::id).toList(), "alts", all.stream().map(SentFile::shownAlt).toList());
		this.live.sendBody(this.room, JsonMapper.shared().writeValueAsString(body));
		Long seq = this.live.replies().next().seq();
		if (seq == null) {
			throw new IllegalStateException("Refused");
		}
		return seq;
	}

	/**
	 * From now on there are no bytes of the file.
	 */
	void lose(SentFile file) {
		this.sent.remove(file.id);
	}

	private void insert(SentFile file) {
		this.database.sql("""
				insert into file (room, id, seat, guest, name, type, size, stored, width, height, created_at, done)
				values (:room, :id, :seat, 'guest', :name, :type, :size, :size, :width, :height, :at, :done)""")
			.param("room", RoomKey.of(this.room).value())
			.param("id", file.id)
			.param("seat", this.seat)
			.param("name", file.name)
			.param("type", file.type)
			.param("size", file.size)
			.param("width", file.width)
			.param("height", file.height)
			.param("at", System.currentTimeMillis())
			.param("done", true)
			.update();
	}

	/**
	 * Answers a request for a file.
	 */
	void answer(Route route) {
		MatchResult address = ADDRESS.matcher(URI.create(route.request().url()).getRawPath())
			.results()
			.findFirst()
			.orElseThrow();
		SentFile file = this.sent.get(address.group(1));
		if (file == null) {
			route.fulfill(new FulfillOptions().setStatus(404));
		}
		else if (file.width == null || file.height == null) {
			route.fulfill(new FulfillOptions().setContentType(file.type).setBody("Bytes"));
		}
		else {
			double scale = address.group(2).equals("thumbnail")
					? Math.min(1, (double) MAX_THUMBNAIL / Math.max(file.width, file.height)) : 1;
			route.fulfill(new FulfillOptions().setContentType("image/png")
				.setBodyBytes(paint(file, Math.max(1, (int) (file.width * scale)),
						Math.max(1, (int) (file.height * scale)))));
		}
	}

	private static byte[] paint(SentFile file, int width, int height) {
		BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = picture.createGraphics();
		float hue = (file.name.hashCode() & 0xFF) / 256F;
		graphics.setPaint(new GradientPaint(0, 0, Color.getHSBColor(hue, 0.3F, 0.9F), width, height,
				Color.getHSBColor(hue + 0.2F, 0.5F, 0.4F)));
		graphics.fillRect(0, 0, width, height);
		graphics.setColor(new Color(255, 250, 230, 150));
		graphics.fillOval(width * 2 / 3, height / 6, Math.min(width, height) / 4, Math.min(width, height) / 4);
		graphics.setColor(new Color(40, 60, 40, 130));
		graphics.fillPolygon(new int[] { 0, width / 3, width / 2, 3 * width / 4, width, width, 0 }, new int[] {
				4 * height / 5, height / 2, 3 * height / 4, 3 * height / 5, 4 * height / 5, height, height }, 7);
		graphics.dispose();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			ImageIO.write(picture, "png", bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@Override
	public void close() {
		this.live.close();
	}

	/**
	 * A file that somebody sends.
	 */
	record SentFile(String id, String name, String type, long size, @Nullable Integer width, @Nullable Integer height,
			@Nullable String alt) {

		static SentFile picture(String name, int width, int height) {
			return new SentFile(randomId(), name, "image/png", 123_456, width, height, null);
		}

		static SentFile other(String name, String type, long size) {
			return new SentFile(randomId(), name, type, size, null, null, null);
		}

		private static String randomId() {
			return UUID.randomUUID().toString().replace("-", "");
		}

		SentFile saying(String text) {
			return new SentFile(this.id, this.name, this.type, this.size, this.width, this.height, text);
		}

		private String shownAlt() {
			return (this.alt != null) ? this.alt : "";
		}

	}

}
