package chat.foyer.chat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.entry.SeeOther;
import chat.foyer.file.UploadService;
import chat.foyer.file.FormFiles;
import chat.foyer.file.ReceivedFile;
import chat.foyer.file.UploadProblems;
import chat.foyer.file.UploadRefusedException;
import chat.foyer.message.MessageText;
import chat.foyer.message.SentFile;
import chat.foyer.room.Seat;
import chat.foyer.web.UploadRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Takes what another application of the device shares with this one (the
 * {@code share_target} of the manifest) to the newest room of the guest, where it waits
 * in the composer.
 */
@Controller
class ShareController {

	/**
	 * How much text an address has, encoded: headers of responses are limited to 8 KiB.
	 */
	private static final int MAX_TEXT = 5_000;

	private final UploadService uploads;

	private final RoomPages pages;

	ShareController(UploadService uploads, RoomPages pages) {
		this.uploads = uploads;
		this.pages = pages;
	}

	/**
	 * Redirects to the room, with the files and the text for the composer, or shows the
	 * room with the text and the reason why the files are refused. Files beyond those
	 * that a message may have are left out. A guest without a seat is sent to the entry
	 * form.
	 */
	@PostMapping(path = UploadRequests.SHARE, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ModelAndView share(@RequestParam(defaultValue = "") String title, @RequestParam(defaultValue = "") String text,
			@RequestParam(defaultValue = "") String url, HttpServletRequest request, HttpServletResponse response,
			Locale locale) {
		Optional<FormFiles> form = FormFiles.of(request);
		if (form.isEmpty()) {
			return new ModelAndView(SeeOther.path("/?share"));
		}
		Seat seat = form.get().seat();
		String words = words(title, text, url);
		List<String> added = new ArrayList<>();
		try {
			for (ReceivedFile file : form.get().files().stream().limit(SentFile.MAX_FILES).toList()) {
				added.add(this.uploads.add(seat, file, false).id());
			}
			return new ModelAndView(SeeOther.room(seat.room(), query(added, words)));
		}
		catch (UploadRefusedException ex) {
			added.forEach((id) -> this.uploads.remove(seat, id));
			ex.delay()
				.ifPresent((delay) -> response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(delay.seconds())));
			ModelAndView page = this.pages.newest(seat, locale)
				.addObject("error", UploadProblems.keyOf(ex.reason()))
				.addObject("draft", words);
			page.setStatus(UploadProblems.statusOf(ex.reason()));
			return page;
		}
	}

	/**
	 * The page that answered to it is loaded again.
	 */
	@GetMapping(UploadRequests.SHARE)
	ModelAndView shared() {
		return new ModelAndView(SeeOther.newestRoom());
	}

	/**
	 * What is shared as one text. Many applications repeat the title or the address in
	 * the text.
	 */
	private static String words(String title, String text, String url) {
		return Stream.of(text.contains(title) ? "" : title, text, text.contains(url) ? "" : url)
			.map(MessageText::clean)
			.filter((words) -> !words.isBlank())
			.collect(Collectors.joining("\n"));
	}

	private static String query(List<String> files, String words) {
		String text = URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
		int end = words.length();
		while (text.length() > MAX_TEXT) {
			end = words.offsetByCodePoints(0, words.codePointCount(0, end) * MAX_TEXT / (text.length() + 1));
			text = URLEncoder.encode(words.substring(0, end), StandardCharsets.UTF_8).replace("+", "%20");
		}
		return Stream
			.of(files.isEmpty() ? "" : "files=" + String.join(",", files), text.isEmpty() ? "" : "text=" + text)
			.filter((parameter) -> !parameter.isEmpty())
			.collect(Collectors.joining("&"));
	}

}
