package chat.foyer.entry;

import java.util.Locale;

import chat.foyer.room.RoomKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Choosing the language of the pages.
 */
@Controller
class LanguageController {

	private final LocaleResolver languages;

	LanguageController(LocaleResolver languages) {
		this.languages = languages;
	}

	/**
	 * At the entrance, where what was typed so far is kept.
	 */
	@PostMapping("/language")
	ModelAndView choose(@RequestParam Locale language, EntryForm typed, HttpServletRequest request,
			HttpServletResponse response) {
		this.languages.setLocale(request, response, language);
		return new ModelAndView(SeeOther.form(typed));
	}

	@PostMapping("/rooms/{room}/language")
	ModelAndView choose(@RequestParam Locale language, @PathVariable RoomKey room, HttpServletRequest request,
			HttpServletResponse response) {
		this.languages.setLocale(request, response, language);
		return new ModelAndView(SeeOther.room(room));
	}

}
