package chat.foyer.room;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only this package has SQL on the table of the seats, besides migrations.
 */
class SeatTableTests {

	private static final Path SOURCES = Path.of("src/main/java/chat/foyer");

	private static final Pattern SQL = Pattern.compile("\\b(from|join|into|update) seat\\b");

	@Test
	void onlyTheRoomPackageHasSqlOnTheSeatTable() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<Path> withSql = files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> !file.getFileName().toString().endsWith("Migration.java"))
				.filter(SeatTableTests::hasSql)
				.toList();
			assertThat(withSql).isNotEmpty().allMatch((file) -> file.startsWith(SOURCES.resolve("room")));
		}
	}

	private static boolean hasSql(Path file) {
		try {
			return SQL.matcher(Files.readString(file)).find();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
