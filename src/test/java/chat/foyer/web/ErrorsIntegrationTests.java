package chat.foyer.web;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the whole server answers when something goes wrong.
 */
@IntegrationTest
class ErrorsIntegrationTests {

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private MessageSource messages;

	@Value("${foyer.data-dir}")
	private Path dataDir;

	@Test
	void addressThatLeadsNowhereSaysSo() {
		assertThat(this.visitors.arrive().get("/nowhere").body()).contains(title("404"));
	}

	@Test
	void errorPageGoesOnInAnotherLanguage() {
		Visitor ann = this.visitors.arrive();
		for (String address : List.of("/nowhere?a=1", "/a%3Bb")) {
			HttpResponse<String> page = ann.get(address);
			assertThat(page.body()).contains("name=\"address\" value=\"" + address + "\"");
			HttpResponse<String> chosen = ann.submit(address, "/language",
					Map.of("language", "de", "address", address));
			assertThat(chosen.statusCode()).as(address).isEqualTo(303);
			assertThat(chosen.headers().firstValue("Location").orElse("")).endsWith(address);
		}
		assertThat(ann.get("/nowhere?a=1").body()).contains("lang=\"de\"");
	}

	@Test
	void formWithoutTokenIsToldToComeInAgain() {
		HttpResponse<String> answer = this.visitors.arrive().post("/rooms/attic/leave", Map.of());
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains(title("403"));
	}

	@Test
	void whatTheFirewallRefusesIsAnsweredInThePagesLook() {
		HttpResponse<String> answer = this.visitors.arrive().get("/a%3Bb");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("/css/base-", title("404"));
	}

	/**
	 * Where the parameters stand in a body, too.
	 */
	@Test
	void parametersThatCannotBeReadAreRefused() {
		Visitor ann = this.visitors.arrive();
		assertThat(ann.get("/?room=%FF").statusCode()).isEqualTo(400);
		assertThat(ann.post("/", Map.of("username", "x".repeat(3 * 1024 * 1024))).statusCode()).isEqualTo(413);
	}

	@Test
	void whoeverComesWhileTheStoreFailsIsAskedToTryAgain() throws SQLException {
		Visitor ann = this.visitors.arrive();
		Map<String, String> form = Map.of("_csrf", ann.token("/"), "username", "Ann", "room", Visitors.newRoom());
		try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + this.dataDir.resolve("foyer.db"));
				Statement lock = other.createStatement()) {
			lock.execute("begin immediate");
			HttpResponse<String> answer = ann.post("/", form);
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.body()).contains(title("503"));
			lock.execute("rollback");
		}
		assertThat(ann.post("/", form).statusCode()).isEqualTo(303);
	}

	private String title(String status) {
		return this.messages.getMessage("error." + status + ".title", null, Locale.ENGLISH);
	}

}
