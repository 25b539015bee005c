# Mojolicious, which Debian has as libmojolicious-perl; the STOMP frames are made by hand. It does what guest.mjs does.
use strict;
use warnings;
use Mojo::IOLoop;
use Mojo::JSON qw(from_json to_json);
use Mojo::UserAgent;

my ($address, $room, $username) = @ARGV;
my $agent = Mojo::UserAgent->new(max_redirects => 0);
my ($key, $last, $leaving);
my $id = 0;
$| = 1;

sub show { print to_json(shift), "\n" }

sub enter {
    my ($token) = $agent->get("$address/?room=")->result->body =~ /name="_csrf"[^>]* value="([^"]+)"/;
    my $form = {username => $username, room => $room, _csrf => $token};
    my $answer = $agent->post("$address/" => {Origin => $address} => form => $form)->result;
    ($key) = $answer->headers->location =~ m{([^/]+)$};
}

sub hear {
    my ($event, $via) = @_;
    return if $last && $event->{seq} <= $last->{seq};
    $last = $event;
    show({event => $event, via => $via});
}

sub resume {
    my $page;
    do {
        $page = $agent->get("$address/rooms/$key/events?after=$last->{seq}&at=$last->{at}")->result->json;
        hear($_, "http") for @{$page->{events}};
    } while @{$page->{events}} && $page->{lastSeq} > $last->{seq};
}

sub retry { Mojo::IOLoop->timer(0.3 => \&open_socket) }

sub open_socket {
    my $url = $address =~ s/^http/ws/r . "/live";
    $agent->websocket($url => {Origin => $address} => ["v12.stomp"] => sub {
        my ($agent, $tx) = @_;
        return retry() unless $tx->is_websocket;
        $tx->on(finish => sub {
            my ($tx, $code) = @_;
            return retry() unless $leaving;
            show({closed => $code});
            Mojo::IOLoop->stop;
        });
        $tx->on(message => sub { on_message(@_) });
        send_frame($tx, "CONNECT", {"accept-version" => "1.2", host => "localhost"});
    });
}

sub send_frame {
    my ($tx, $command, $headers, $body) = @_;
    $tx->send("$command\n" . join("", map {"$_:$headers->{$_}\n"} keys %$headers) . "\n" . ($body // "") . "\0");
}

sub on_message {
    my ($tx, $message) = @_;
    return if $message !~ /\S/;
    my ($head, $body) = $message =~ /^(.*?)\n\n(.*)\0/s;
    my ($command, @lines) = split /\n/, $head;
    my %headers = map { split /:/, $_, 2 } @lines;
    if ($command eq "CONNECTED") {
        send_frame($tx, "SUBSCRIBE", {id => "replies", destination => "/user/queue/replies"});
        send_frame($tx, "SUBSCRIBE",
            {id => "room", destination => "/topic/rooms.$key", receipt => "SUBSCRIBE"});
        my @texts = $last ? ("back") : ("1", "2", "3");
        resume() if $last;
        for my $text (@texts) {
            my $body = to_json({id => "$username-$$-" . ++$id, text => $text});
            send_frame($tx, "SEND", {destination => "/app/rooms.$key.say", receipt => "SEND"}, $body);
        }
    }
    elsif ($command eq "RECEIPT") { show({receipt => $headers{"receipt-id"}}) }
    elsif ($command eq "ERROR") { print STDERR $head }
    elsif ($headers{subscription} eq "replies") { show({reply => from_json($body)}) }
    else {
        my $event = from_json($body);
        hear($event, "live");
        if (($event->{text} // "") eq "leave") {
            $leaving = 1;
            send_frame($tx, "DISCONNECT", {receipt => "DISCONNECT"});
        }
    }
}

show({receipts => ["SUBSCRIBE", "SEND", "DISCONNECT"]});
enter();
open_socket();
Mojo::IOLoop->start;
