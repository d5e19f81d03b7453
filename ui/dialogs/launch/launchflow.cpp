#include "ui/dialogs/launch/launchflow.h"

#include "forms/errortext.h"
#include "forms/operationtext.h"
#include "operations/batch.h"
#include "operations/launch/launchinstance.h"
#include "operations/limiter.h"
#include "operations/ownership.h"
#include "store/cloudstores.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/launch/launchdialog.h"
#include "ui/dialogs/leftovers.h"
#include "ui/dialogs/situation.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// The others follow, so that a cloud is not flooded.
constexpr int launchesAtATime = 5;

} // namespace

/// What was requested in one dialog.
struct LaunchFlow::Launches
{
    operations::LaunchRequest request; ///< as entered
    operations::Batch batch;
    std::vector<QPointer<operations::Operation>> failed{};
    std::vector<forms::ErrorText> texts{}; ///< of those

    /// Of all that have failed.
    [[nodiscard]] forms::ErrorText text() const;
};

LaunchFlow::LaunchFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

QString LaunchFlow::doubt(const operations::Subject &source) const
{
    const auto image = m_context.stores.images.find(source.id);
    return image ? operations::questionBeforeLaunch(*image, m_context.stores) : QString();
}

void LaunchFlow::ask(const QString &doubt, const std::function<void()> &then)
{
    ConfirmDialog::Question question;
    question.title = tr("Launch from another project's snapshot?");
    question.text = doubt;
    question.action = tr("Launch from it…");
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    dialog->setObjectName(u"foreignImageDialog"_s);
    connect(dialog, &QDialog::accepted, this, then);
    dialog->open();
}

void LaunchFlow::launch(const operations::Subject &source)
{
    if (source.kind == Kind::Flavor) {
        auto *dialog =
            new LaunchDialog(m_context, operations::Subject{Kind::Image, {}, {}}, m_window);
        dialog->chooseFlavor(source.id);
        open(dialog, {});
        return;
    }
    const auto enter = [this, source] {
        open(new LaunchDialog(m_context, source, m_window), source.id);
    };
    if (const QString why = doubt(source); why.isEmpty())
        enter();
    else
        ask(why, enter);
}

/// `asked`: the source for which the user has answered the question.
void LaunchFlow::open(LaunchDialog *dialog, const QString &asked)
{
    connect(dialog, &LaunchDialog::requested, this,
            [this, asked](const operations::LaunchRequest &request, operations::LaunchCount count) {
                const QString why = request.source.id == asked ? QString() : doubt(request.source);
                if (why.isEmpty())
                    begin(request, count);
                else
                    ask(why, [this, request, count] { begin(request, count); });
            });
    dialog->open();
}

void LaunchFlow::begin(const operations::LaunchRequest &request, operations::LaunchCount count)
{
    const auto all = operations::severalOf(request, count);
    const auto limiter = std::make_shared<operations::Limiter>(launchesAtATime);
    const auto launches = std::make_shared<Launches>(
        Launches{request, operations::Batch(all.size(), [](int done) {
                     return tr("%n instance(s) are running.", nullptr, done);
                 })});
    for (const operations::LaunchRequest &one : all) {
        auto operation =
            std::make_unique<operations::LaunchInstance>(operationContext(m_context), one);
        operation->setLimiter(limiter);
        Q_EMIT started(m_context.operations.start(
            std::move(operation), this,
            [this, launches](operations::Operation &done) { return launched(*launches, done); }));
    }
}

operations::Report LaunchFlow::launched(Launches &launches, operations::Operation &done)
{
    operations::Report report = launches.batch.finished(done);
    if (done.outcome() == operations::Outcome::Failed) {
        report.told = true;
        launches.failed.push_back(&done);
        launches.texts.push_back(forms::describe(done));
    }
    if (launches.batch.left() == 0 && !launches.failed.empty())
        tell(launches);
    return report;
}

forms::ErrorText LaunchFlow::Launches::text() const
{
    constexpr int mostReasons = 3;
    forms::ErrorText text = texts.front();
    if (batch.count() == 1)
        return text;
    QStringList reasons;
    QStringList details;
    for (const forms::ErrorText &one : texts) {
        reasons += one.why;
        details += one.whatAndWhy();
    }
    reasons.removeDuplicates(); // a quota refuses each of them in the same words
    //: Both are numbers of instances.
    text.what = tr("%1 of %2 instances are not running.")
                    .arg(QString::number(texts.size()), QString::number(batch.count()));
    text.why = QStringList(reasons.mid(0, mostReasons)).join(u'\n');
    if (const int kept = batch.succeeded(); kept > 0)
        text.why += u'\n' + tr("The other %n instance(s) are running and stay.", nullptr, kept);
    text.details = details.join(u'\n');
    return text;
}

void LaunchFlow::tell(const Launches &launches)
{
    // Also if an instance exists, but did not start: another flavor or zone may do.
    auto *dialog =
        new ErrorDialog(m_context.theme, launches.text(), tr("Edit and retry…"), m_window);
    const auto count = static_cast<int>(launches.failed.size());
    connect(dialog, &ErrorDialog::retried, this, [this, request = launches.request, count] {
        auto *again = new LaunchDialog(m_context, request, m_window);
        again->setCount(count);
        open(again, request.source.id);
    });
    std::vector<operations::Subject> left;
    for (const auto &operation : launches.failed) {
        if (!operation || !hasOpenLeftovers(*operation))
            continue;
        left.insert(left.end(), operation->leftovers().begin(), operation->leftovers().end());
        offerRemoval(m_context, *dialog, *operation);
    }
    if (const QString words = leftoverWords(left); !words.isEmpty())
        dialog->setLeftovers(tr("This was left in the cloud: %1.").arg(words));
    dialog->open();
}

} // namespace oriel::ui
