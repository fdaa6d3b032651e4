package dev.countersign.alerts;

import dev.countersign.alerts.PersonMailMapper.Mail;

/** Notices to people about their accounts, as letters. */
final class Postbox {

    static final String NAME = "e-mail to people";

    private final Post post;
    private final PersonMailText text;

    Postbox(Post post, PersonMailText text) {
        this.post = post;
        this.text = text;
    }

    /** Whether anything is sent at all. */
    boolean isOpen() {
        return post.isOpen();
    }

    void send(Mail mail) throws Post.NotTakenException {
        post.send(new Post.Letter(mail.entryId(), mail.address(), text.title(mail), text.text(mail)));
    }
}
