#include "forms/errortext.h"

#include "forms/refusaladvice.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class ErrorWords
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)

public:
    /// The explanation for the kind alone, if the cloud gave none.
    static QString why(const Error &error);
    static QString advice(const Error &error);
    static std::vector<Offer> offers(const Error &error);
    static QString details(const Error &error);
    static QString wait(std::chrono::milliseconds span);
};

/// A bare class name, a reason phrase or "Connection refused" from the network does not help users:
/// the kind's own sentence, which names the service, is put before it.
bool reportsEnough(ErrorKind kind, const QString &message)
{
    return message.contains(u' ') && kind != ErrorKind::Unreachable &&
           kind != ErrorKind::Unavailable;
}

QString serviceOf(const Error &error)
{
    if (error.service.isEmpty())
        //: In place of the name of a service: "The cloud did not answer."
        return QCoreApplication::translate("ErrorText", "cloud");
    //: %1: "compute", "block-storage"
    return QCoreApplication::translate("ErrorText", "%1 service").arg(error.service);
}

QString ErrorWords::why(const Error &error)
{
    const QString service = serviceOf(error);
    switch (error.kind) {
    case ErrorKind::Unreachable:
        return tr("The %1 could not be reached.").arg(service);
    case ErrorKind::Timeout:
        return tr("The %1 did not answer in time.").arg(service);
    case ErrorKind::Tls:
        return tr("The certificate of the %1 could not be trusted.").arg(service);
    case ErrorKind::AnswerLost:
        return tr("The connection broke after the request was sent, so the answer of the %1 was "
                  "lost.")
            .arg(service);
    case ErrorKind::Unauthorized:
        return tr("The %1 did not accept the sign-in.").arg(service);
    case ErrorKind::Forbidden:
        return tr("The %1 refused the request.").arg(service);
    case ErrorKind::NotFound:
        return tr("It no longer exists, or it belongs to another project.");
    case ErrorKind::Conflict:
        return tr("This is not possible in its current state.");
    case ErrorKind::BadRequest:
        return tr("The %1 rejected the request.").arg(service);
    case ErrorKind::OverQuota:
        return tr("The project does not have enough free quota.");
    case ErrorKind::RateLimited:
        return tr("The %1 is receiving too many requests.").arg(service);
    case ErrorKind::Unavailable:
        return tr("The %1 is not available.").arg(service);
    case ErrorKind::BrokenAnswer:
        return tr("The %1 returned a response that Oriel does not understand.").arg(service);
    case ErrorKind::NoService:
        return tr("This cloud has no %1.").arg(service);
    case ErrorKind::Unsupported:
        return tr("This cloud does not offer it.");
    case ErrorKind::Configuration:
        return tr("The configuration of the cloud cannot be used.");
    case ErrorKind::Failed:
        return tr("The %1 accepted the request but then failed without giving a reason.")
            .arg(service);
    case ErrorKind::Cancelled:
        return tr("It was canceled.");
    case ErrorKind::Storage:
        return tr("Oriel could not read or write one of its own files.");
    }
    return {};
}

QString ErrorWords::wait(std::chrono::milliseconds span)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(span).count();
    if (seconds < 90)
        return tr("%1 s").arg(seconds);
    return tr("%1 min").arg((seconds + 59) / 60);
}

QString ErrorWords::advice(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unreachable:
        return tr("Check the network and the address of the cloud, then try again.");
    case ErrorKind::Timeout:
        if (error.request.startsWith("GET "_L1)) // a read cannot have changed anything
            return tr("Try again. If it keeps failing, check the network, or ask the cloud's "
                      "operator.");
        return tr("Check whether it was done, then try again.");
    case ErrorKind::Tls: // the remedy depends on the certificate, and the message contains it
        return tr("Nothing was sent. Do not turn off certificate checks to get around this.");
    case ErrorKind::AnswerLost:
        return tr("Check whether it was done. Oriel does not send the request again by itself.");
    case ErrorKind::Unauthorized:
        // If the sign-in itself was refused, the cloud's message says what to do.
        return error.request.endsWith("/auth/tokens"_L1) ? QString() : tr("Sign in again.");
    case ErrorKind::Forbidden:
        // Glance uses the same message for a missing role and for another project's image.
        return tr("Either your roles in this project do not allow it, or it belongs to another "
                  "project. Ask the project's administrator.");
    case ErrorKind::NotFound:
        return tr("Refresh the list.");
    case ErrorKind::Conflict:
        return tr("If an action on it is in progress, wait until it has finished, then try again.");
    case ErrorKind::BadRequest:
        return tr("Correct the input as described above, then try again.");
    case ErrorKind::OverQuota:
        return tr("Delete what you no longer need, old snapshots first, or ask for a larger "
                  "quota.");
    case ErrorKind::RateLimited:
        if (error.retryAfter && error.retryAfter->count() > 0)
            return tr("Try again in %1.").arg(wait(*error.retryAfter));
        return tr("Wait a minute, then try again.");
    case ErrorKind::Unavailable:
        if (error.retryAfter && error.retryAfter->count() > 0)
            return tr("Try again in %1. If it keeps failing, give the request ID in the details "
                      "to the cloud's operator.")
                .arg(wait(*error.retryAfter));
        return tr("Try again later. If it keeps failing, give the request ID in the details to "
                  "the cloud's operator.");
    case ErrorKind::BrokenAnswer:
        return tr("Check that the address is that of an OpenStack cloud and that no proxy or "
                  "portal answers in its place.");
    case ErrorKind::NoService:
        return tr("Ask the cloud's operator whether the service exists in another region.");
    case ErrorKind::Unsupported:
        return tr("Ask the cloud's operator whether a newer version of the service is planned.");
    case ErrorKind::Configuration:
        return tr("Correct the file, then try again.");
    case ErrorKind::Failed:
        return tr("Try again. If it keeps failing, give the details to the cloud's operator.");
    case ErrorKind::Storage:
        return tr("Free some space on the disk and check that the folder can be written to, then "
                  "start Oriel again.");
    case ErrorKind::Cancelled:
        break;
    }
    return {};
}

/// What advice() leads to, if the window can do it.
std::vector<Offer> ErrorWords::offers(const Error &error)
{
    using What = Offer::What;
    const bool isRead = error.request.startsWith("GET "_L1);
    switch (error.kind) {
    case ErrorKind::Timeout:
        return {{.what = isRead ? What::Again : What::Look}};
    case ErrorKind::AnswerLost:
        return {{.what = What::Look}};
    case ErrorKind::NotFound:
        return {{.what = What::Refresh}};
    case ErrorKind::OverQuota:
        return {{.what = What::List, .kind = openstack::Kind::SnapshotSet}, {.what = What::Quotas}};
    case ErrorKind::Unreachable:
    case ErrorKind::Conflict:
    case ErrorKind::BadRequest:
    case ErrorKind::RateLimited:
    case ErrorKind::Unavailable:
    case ErrorKind::Failed:
        return {{.what = What::Again}};
    default:
        return {}; // outside of Oriel
    }
}

QString ErrorWords::details(const Error &error)
{
    QStringList lines;
    if (!error.service.isEmpty())
        lines += tr("Service: %1").arg(error.service);
    if (!error.request.isEmpty())
        lines += tr("Request: %1").arg(error.request);
    if (error.httpStatus > 0)
        lines += tr("HTTP status: %1").arg(error.httpStatus);
    if (!error.requestId.isEmpty())
        lines += tr("Request ID: %1").arg(error.requestId);
    if (error.when.isValid())
        lines += tr("Time: %1").arg(error.when.toUTC().toString(Qt::ISODate));
    return lines.join(u'\n');
}

/// With a full stop, because another sentence follows.
QString closed(QString text)
{
    if (text.isEmpty() || QStringView(u".!?…:;").contains(text.back()))
        return text;
    const QString last = text.section(u' ', -1);
    if (last.contains("://"_L1)) // a full stop would look like part of the address
        return text;
    // “It failed.” and (it failed.) already end with a full stop.
    const bool wrapped = QStringView(u"”\"')]").contains(text.back());
    if (wrapped && text.size() > 1 && QStringView(u".!?…").contains(text.at(text.size() - 2)))
        return text;
    return text + u'.';
}

} // namespace

ErrorText describe(const Error &error, const QString &what)
{
    QString why = error.message.trimmed();
    if (why.isEmpty())
        why = ErrorWords::why(error);
    else if (!reportsEnough(error.kind, why))
        why = ErrorWords::why(error) + u' ' + why;
    Advice advice = adviceByMessage(error);
    if (advice.text.isEmpty())
        advice = {ErrorWords::advice(error), ErrorWords::offers(error)};
    return {what, closed(why), advice.text, ErrorWords::details(error), advice.offers};
}

} // namespace oriel::forms
