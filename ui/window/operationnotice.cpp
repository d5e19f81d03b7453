#include "ui/window/operationnotice.h"

#include "forms/operationtext.h"
#include "ui/navigation/operationroute.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

/// What takes longer is not waited for.
constexpr int patienceSeconds = 10;

Notice operationNotice(const operations::Operation &operation, const QString &summary)
{
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("oriel::ui::OperationNotice", text);
    };
    Notice notice;
    notice.late = operation.started().secsTo(operation.ended()) > patienceSeconds;
    if (operation.outcome() == operations::Outcome::Succeeded) {
        notice.kind = operation.notes().isEmpty() ? Notice::Kind::Done : Notice::Kind::Warning;
        notice.title = summary.isEmpty() ? forms::outcomeText(operation) : summary;
        notice.text = operation.notes().join(u'\n');
        //: Link: opens the page of the changed or created resource.
        notice.linkText = tr(QT_TRANSLATE_NOOP("oriel::ui::OperationNotice", "Show"));
        notice.link = operationRoute(operation);
        return notice;
    }
    if (operation.outcome() == operations::Outcome::Canceled) {
        notice.title = forms::outcomeText(operation);
        notice.text = operation.notes().join(u'\n');
        notice.linkText = tr(QT_TRANSLATE_NOOP("oriel::ui::OperationNotice", "Show"));
        notice.link = operationRoute(operation);
        return notice;
    }
    const forms::ErrorText text = forms::describe(operation);
    notice.kind = operation.outcome() == operations::Outcome::Unclear ? Notice::Kind::Warning
                                                                      : Notice::Kind::Error;
    notice.title = text.what;
    notice.text = QStringList{text.why, text.advice}.join(u'\n').trimmed();
    notice.details = text.details;
    notice.linkText = tr(QT_TRANSLATE_NOOP("oriel::ui::OperationNotice", "Details"));
    notice.link = Route::activity(operation.id());
    return notice;
}

} // namespace oriel::ui
