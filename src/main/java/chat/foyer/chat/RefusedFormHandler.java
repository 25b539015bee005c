package chat.foyer.chat;

import java.io.IOException;
import java.util.regex.Pattern;

import chat.foyer.limit.ErrorCode;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Forwards a form in which people type, and whose token is missing or too old, to
 * {@link RefusedFormController}, which shows it again. Any other request that is refused
 * gets the page for its status, and any request of a JSON client a {@link Problem}.
 */
@Component
class RefusedFormHandler implements AccessDeniedHandler {

	/**
	 * The entry form and the forms for a message and its changes, below the context path.
	 */
	private static final Pattern FORM = Pattern.compile("/|/rooms/[^/]+/messages(/\\d{1,18}/(edit|delete|react|pin))?");

	private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

	private final Problems problems;

	private final LocaleResolver languages;

	RefusedFormHandler(Problems problems, LocaleResolver languages) {
		this.problems = problems;
		this.languages = languages;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
			throws IOException, ServletException {
		// The address as it was sent: the forwarded request decodes it again.
		String address = request.getRequestURI().substring(request.getContextPath().length());
		if (response.isCommitted()) {
			return;
		}
		if (Problem.isPreferredBy(request)) {
			this.problems.of(ErrorCode.FORBIDDEN, this.languages.resolveLocale(request))
				.withId(request.getParameter("id"))
				.writeTo(response);
		}
		else if (isForm(address, request)) {
			request.getRequestDispatcher(RefusedFormController.PATH + address).forward(request, response);
		}
		else {
			this.others.handle(request, response, refusal);
		}
	}

	private static boolean isForm(String address, HttpServletRequest request) {
		return HttpMethod.POST.matches(request.getMethod()) && FORM.matcher(address).matches();
	}

}
