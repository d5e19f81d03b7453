#include "forms/errortext.h"
#include "net/classify.h"
#include "support/samples.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace Qt::StringLiterals;

/// What real services say when they refuse, and what is advised then: by their words, not by the
/// status alone. The messages without a sample are those of the services' own sources.
class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samples_data();
    void samples();
    void wordings_data();
    void wordings();
    void wholeFromWhicheverForm_data();
    void wholeFromWhicheverForm();
    void nothingContradicts();

private:
    static Error classified(int status, const QByteArray &body)
    {
        net::HttpAnswer answer;
        answer.status = status;
        answer.body = body;
        Error error = net::classify(answer, QDateTime());
        error.service = u"compute"_s;
        return error;
    }
};

void TestRefusals::samples_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("advice");
    const auto row = [](const char *sample, ErrorKind kind, const QString &advice) {
        QTest::newRow(sample) << kind << advice;
    };
    using enum ErrorKind;
    row("error-400-cinder-delete-in-use-volume", BadRequest, u"Detach the volume and delete its"_s);
    row("error-400-cinder-delete-snapshot-twice", BadRequest, u"only with the whole group snapshot"_s);
    row("error-400-cinder-snapshot-in-use-without-force", BadRequest,
        u"Try again when its status"_s);
    row("error-400-cinder-snapshot-name-256", BadRequest, u"Shorten"_s);
    row("error-400-glance-name-256", BadRequest, u"Shorten"_s);
    row("error-400-nova-image-name-256", BadRequest, u"Shorten"_s);
    row("error-400-nova-image-name-empty", BadRequest, u"Correct the input"_s);
    row("error-400-nova-volume-smaller-than-min-disk", BadRequest, u"Choose a larger size"_s);
    row("error-401-keystone-password", Unauthorized, u"Sign in again"_s);
    row("error-403-cinder-delete-snapshot-as-reader", Forbidden, u"Your roles"_s);
    row("error-403-cinder-snapshot-as-reader", Forbidden, u"Your roles"_s);
    row("error-403-glance-delete-as-reader", Forbidden, u"or it belongs to another project"_s);
    row("error-403-glance-delete-public-image-of-another", Forbidden,
        u"or it belongs to another project"_s);
    row("error-403-glance-delete-protected", Forbidden, u"Remove the protection"_s);
    row("error-403-nova-all-tenants-as-member", Forbidden, u"Your roles"_s);
    row("error-403-nova-create-image-over-snapshot-quota", OverQuota, u"larger quota"_s);
    row("error-403-nova-instances-quota", OverQuota, u"larger quota"_s);
    row("error-404-glance", NotFound, u"Refresh"_s);
    row("error-404-nova-server-of-another-project", NotFound, u"Refresh"_s);
    row("error-406-nova-microversion", Unsupported, u"newer version"_s);
    row("error-409-nova-confirm-without-resize", Conflict, u"state “active”"_s);
    row("error-409-nova-snapshot-while-snapshotting", Conflict, u"task state “image_snapshot”"_s);
    row("error-409-nova-start-while-active", Conflict, u"state “active”"_s);
    row("error-413-cinder-gigabytes", OverQuota, u"larger quota"_s);
    row("error-413-cinder-snapshot-quota", OverQuota, u"larger quota"_s);
}

void TestRefusals::samples()
{
    QFETCH(ErrorKind, kind);
    QFETCH(QString, advice);
    const net::Answer answer = test::sampleAnswer(QString::fromLatin1(QTest::currentDataTag()));
    const Error error = classified(answer.status, answer.body);
    QCOMPARE(error.kind, kind);
    QVERIFY(!error.message.contains(u'<'));
    const QString advised = forms::describe(error, {}).advice;
    QVERIFY2(advised.contains(advice), qPrintable(advised));
}

void TestRefusals::wordings_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("advice");
    const auto row = [](int status, const char *message, ErrorKind kind, const char *advice) {
        QTest::newRow(message) << status << QString::fromUtf8(message) << kind
                               << QString::fromUtf8(advice);
    };
    using enum ErrorKind;
    row(409, "Instance 99745843-c11a-452f-87b6-8e722c2eacd2 is locked", Conflict, "Unlock");
    row(409, "Cannot 'stop' instance i while it is in vm_state stopped", Conflict,
        "state “stopped”");
    row(409,
        "Instance i in task_state powering-off. Cannot create_backup while the instance is in "
        "this state.",
        Conflict, "task state “powering-off”");
    row(409,
        "Image 2b5c7a2e could not be deleted because it is in use: The image cannot be deleted "
        "because it has snapshot(s).",
        Conflict, "Delete what uses it first");
    row(412, "Constrained to 3, but current revision is 4", Conflict, "Someone else");
    row(409, "Port p is still in use.", Conflict, "Delete what uses it first");
    row(409, "Security group rule already exists. Rule id is r.", Conflict,
        "already has this rule");
    row(409, "Security Group g in use.", Conflict, "Take the group from all instances and ports");
    row(409,
        "Unable to complete operation on network n. There are one or more ports still in use on "
        "the network.",
        Conflict, "Delete what uses it first");
    row(409,
        "Unable to complete operation on port p for network n. Port already has an attached "
        "device d.",
        Conflict, "Detach it first");
    row(409,
        "Cannot associate floating IP a (f) with port p using fixed IP x, as that fixed IP "
        "already has a floating IP on external network n.",
        Conflict, "Take the other floating IP");
    row(409, "No more IP addresses available on network n.", Conflict, "Choose another network");
    row(400, "Volume v is still attached, detach volume first.", BadRequest, "Detach it first");
    row(400, "Invalid volume: Volume v has dependent snapshots", BadRequest,
        "Delete what uses it first");
    row(400, "Invalid snapshot: Snapshot status must be available or error.", BadRequest,
        "ask the cloud's operator to reset it");
    row(400, "Flavor's disk is too small for requested image. Flavor disk is 1, image is 2.",
        BadRequest, "Choose a larger flavor");
    row(403, "You do not own this image", Forbidden, "belongs to another project");
    row(403, "You are not permitted to modify this image.", Forbidden,
        "belongs to another project");
    row(403, "You are not authorized to perform the requested action: identity:list_projects.",
        Forbidden, "Your roles");
    row(403, "rule:create_port:mac_address is disallowed by policy", Forbidden, "Your roles");
    row(403, "Quota exceeded, too many key pairs.", OverQuota, "Delete key pairs");
    row(409, "Key pair 'web' already exists.", Conflict, "Choose another name");
    row(413, "Maximum number of backups allowed (10) exceeded", OverQuota, "larger quota");
    row(401, "The account is locked for user: u.", Unauthorized, "open the account");
    row(401, "The password is expired and needs to be changed for user: u.", Unauthorized,
        "Change the password");
    row(409, "It is complicated.", Conflict, "wait until it has finished");
    row(500, "Unexpected API Error. Instance i is locked in a loop.", Unavailable,
        "give the request ID");
}

void TestRefusals::wordings()
{
    QFETCH(int, status);
    QFETCH(QString, message);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, advice);
    const QJsonObject inner{{u"code"_s, status}, {u"message"_s, message}};
    const Error error =
        classified(status, QJsonDocument(QJsonObject{{u"fault"_s, inner}}).toJson());
    QCOMPARE(error.message, message);
    QCOMPARE(error.kind, kind);
    const QString advised = forms::describe(error, {}).advice;
    QVERIFY2(advised.contains(advice), qPrintable(advised));
}

void TestRefusals::wholeFromWhicheverForm_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const char *body) {
        QTest::newRow(name) << QByteArray(body);
    };
    row("nova, cinder", R"({"conflictingRequest": {"code": 409, "message": "It is in use."}})");
    row("keystone", R"({"error": {"code": 409, "title": "Conflict", "message": "It is in use."}})");
    row("neutron",
        R"({"NeutronError": {"type": "InUse", "message": "It is", "detail": "in use."}})");
    row("old neutron", R"({"NeutronError": "It is in use."})");
    row("glance", R"({"message": "It is in use.<br /><br />\n\n\n", "code": "409 Conflict"})");
    row("placement",
        R"({"errors": [{"status": 409, "title": "Conflict", "detail": "It is in use."}]})");
    row("two errors", R"({"errors": [{"detail": "It is"}, {"title": "in use."}]})");
    row("bare metal",
        R"({"error_message": {"faultcode": "Client", "faultstring": "It is in use."}})");
    row("problem document",
        R"({"type": "about:blank", "title": "Conflict", "detail": "It is in use."})");
    row("gateway", R"({"error_message": "It is in use."})");
    row("a JSON text", R"("It is in use.")");
    row("plain text", "It is in use.");
    row("web page", "<html>\n <head>\n  <title>409 Conflict</title>\n </head>\n <body>\n  <h1>409 "
                    "Conflict</h1>\n"
                    "  It is in use.<br /><br />\n </body>\n</html>");
}

void TestRefusals::wholeFromWhicheverForm()
{
    QFETCH(QByteArray, body);
    const Error error = classified(409, body);
    QVERIFY2(error.message.endsWith(u"It is in use."_s), qPrintable(error.message));
    QVERIFY(forms::describe(error, {}).advice.contains(u"Delete what uses it first"_s));
}

void TestRefusals::nothingContradicts()
{
    // No kind advises what another kind of refusal would need.
    const Error locked = classified(
        409, R"({"conflictingRequest": {"code": 409, "message": "Instance i is locked"}})");
    QVERIFY(!forms::describe(locked, {}).advice.contains(u"wait"_s, Qt::CaseInsensitive));
    const Error foreign = classified(
        403, R"({"message": "You are not authorized to complete delete_image action."})");
    QVERIFY(!forms::describe(foreign, {}).advice.contains(u"member"_s));
}

QTEST_APPLESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
