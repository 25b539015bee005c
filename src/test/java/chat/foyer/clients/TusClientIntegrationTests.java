package chat.foyer.clients;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client of tus uploads as it is: in chunks, after a cut, and takes an upload back.
 */
@Tag("proof")
@IntegrationTest
class TusClientIntegrationTests {

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Test
	void clientUploadsInChunksAfterCutAndTakesBack(@TempDir Path temp) throws Exception {
		byte[] bytes = new byte[1_700_000];
		new Random(1).nextBytes(bytes);
		Path file = Files.write(temp.resolve("file"), bytes);
		String room = Visitors.newRoom();
		Visitor ann = this.visitors.enter("Ann", room);
		List<String> command = List.of(Runtimes.node(), "tus-js-client.mjs",
				ann.origin() + Visitor.addressOf(room) + "/files", file.toAbsolutePath().toString(), ann.cookieHeader(),
				ann.token(Visitor.addressOf(room)));
		try (ClientProcess client = new ClientProcess(Runtimes.FOLDER, command)) {
			client.awaitPrinted((line) -> line.has("removed"));
			String address = client.printed("uploaded").get(0).asString();
			assertThat(client.printed("stopped").get(0).asString()).isEqualTo(address);
			HttpResponse<byte[]> content = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(ann.origin() + address + "/file"))
					.header("Cookie", ann.cookieHeader())
					.build(), BodyHandlers.ofByteArray());
			assertThat(content.body()).isEqualTo(bytes);
			assertThat(ann.get(address).body()).contains("\"name\":\"b\u00fccher.bin\"");
			assertThat(ann.get(client.printed("removed").get(0).asString()).statusCode()).isEqualTo(404);
		}
	}

}
