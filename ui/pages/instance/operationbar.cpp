#include "ui/pages/instance/operationbar.h"

#include "base/visible.h"
#include "operations/capture/createsnapshot.h"
#include "operations/operationcenter.h"
#include "ui/dialogs/leftovers.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"
#include "ui/widgets/foot.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

OperationBar::OperationBar(const UiContext &ui, QString serverId, QWidget *parent)
    : QFrame(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_focus(new FocusReturn(*this))
{
    setObjectName(u"operationBar"_s);
    markAsFoot(*this);
    setPanelKind(this, PanelKind::Warning);
    m_text->setObjectName(u"operationBarText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(metrics::gap + metrics::unit, metrics::unit + 2, metrics::gap,
                             metrics::unit + 2);
    line->setSpacing(metrics::gap);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addLayout(m_buttons);
    m_buttons->setSpacing(metrics::gap);
    connect(&ui.operations, &operations::OperationCenter::changed, this, &OperationBar::update);
    connect(&ui.operations, &operations::OperationCenter::finished, this, &OperationBar::update);
    connect(&ui.theme, &Theme::changed, this, &OperationBar::paint);
    paint();
    hide();
    update();
}

void OperationBar::paint()
{
    m_icon->setPixmap(m_ui.theme.icon(u"triangle-alert"_s, Theme::Color::Warning)
                          .pixmap(QSize(18, 18), devicePixelRatioF()));
}

void OperationBar::update()
{
    operations::Operation *asking = nullptr;
    operations::Operation *newest = nullptr;
    operations::Operation *interrupting = nullptr;
    for (const auto &operation : m_ui.operations.operations()) {
        if (!operation->concerns(m_serverId))
            continue;
        if (!newest && operation->subject().id == m_serverId)
            newest = operation.get();
        if (operation->question() && !asking)
            asking = operation.get();
        // The others finish before anyone could press a button.
        const bool cancels = operation->canCancel() && !operation->consequence().isEmpty();
        if (!interrupting && (cancels || (operation->isCanceling() &&
                                          operation->outcome() == operations::Outcome::Running)))
            interrupting = operation.get();
    }
    using operations::Operation;
    const bool leaves = newest && hasOpenLeftovers(*newest) &&
                        newest->outcome() != operations::Outcome::Succeeded && // it kept them
                        newest->leftoverState() == Operation::LeftoverState::Open;
    if (asking)
        showQuestion(asking);
    else if (interrupting)
        showCancel(interrupting);
    else if (leaves)
        showLeftovers(newest);
    else
        clear();
}

void OperationBar::clear()
{
    m_shown.clear();
    m_question.reset();
    m_cancel.clear();
    m_focus->giveBack(*this);
    hide();
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the button that was clicked
        }
        delete item;
    }
}

void OperationBar::showQuestion(operations::Operation *operation)
{
    if (m_shown == operation && m_question == operation->question())
        return;
    clear();
    m_shown = operation;
    m_question = operation->question();
    m_text->setText(m_question->text);
    for (const operations::Choice &choice : m_question->choices) {
        auto *button = new QPushButton(choice.text, this);
        button->setObjectName(u"choice-"_s + choice.key);
        button->setAutoDefault(false);
        m_buttons->addWidget(button);
        connect(button, &QPushButton::clicked, operation,
                [operation, key = choice.key] { operation->decide(key); });
    }
    setAccessibleName(m_question->text);
    show();
}

void OperationBar::showCancel(operations::Operation *operation)
{
    const QString text =
        operation->isCanceling()
            ? tr("Canceling. %1 The instance will be started again once it is off.")
                  .arg(operation->consequence())
                  .simplified()
            //: %1: a sentence about the instance; %2: a sentence about the effect of canceling
            : tr("%1 If you cancel now: %2").arg(operation->consequence(), operation->cancelText());
    if (m_shown == operation && m_cancel == text)
        return;
    clear();
    m_shown = operation;
    m_cancel = text;
    m_text->setText(text);
    setAccessibleName(text);
    if (operation->canCancel()) {
        auto *cancel = new QPushButton(operation->kind() == operations::CreateSnapshot::kindName
                                           ? tr("Cancel the snapshot")
                                           : tr("Cancel operation"),
                                       this);
        cancel->setObjectName(u"cancelOperation"_s);
        cancel->setAutoDefault(false);
        connect(cancel, &QPushButton::clicked, operation, [operation] { operation->cancel(); });
        m_buttons->addWidget(cancel);
    }
    show();
}

void OperationBar::showLeftovers(operations::Operation *operation)
{
    if (m_shown == operation && !m_question && m_cancel.isEmpty())
        return;
    clear();
    m_shown = operation;
    m_text->setText(
        (operation->kind() == operations::CreateSnapshot::kindName
             ? tr("%1 did not finish. An incomplete snapshot was left in the cloud: %2.")
             : tr("%1 did not finish. Left in the cloud: %2."))
            .arg(isolated(operation->title()), leftoverWords(operation->leftovers())));
    auto *remove = new QPushButton(tr("Remove leftovers"), this);
    remove->setObjectName(u"removeLeftovers"_s);
    remove->setAutoDefault(false);
    connect(remove, &QPushButton::clicked, operation,
            [this, operation] { removeLeftovers(m_ui, *operation); });
    //: Button: keep what a failed operation left in the cloud.
    auto *keep = new QPushButton(tr("Keep"), this);
    keep->setObjectName(u"keepLeftovers"_s);
    keep->setAutoDefault(false);
    connect(keep, &QPushButton::clicked, operation, [operation] {
        operation->setLeftoverState(operations::Operation::LeftoverState::Decided);
    });
    m_buttons->addWidget(remove);
    m_buttons->addWidget(keep);
    setAccessibleName(m_text->text());
    show();
}

} // namespace oriel::ui
