#include "ui/dialogs/actiondialog.h"

#include "ui/dialogs/confirmdialog.h"
#include "ui/theme/captions.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/formlabel.h"

#include <QtCore/QEvent>
#include <QtGui/QScreen>
#include <QtGui/QWindow>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::ui {

/// Notifies the dialog when its layout has changed.
class ActionDialog::Body final : public QWidget
{
public:
    explicit Body(ActionDialog &dialog) : m_dialog(dialog) {}

protected:
    bool event(QEvent *event) override
    {
        const bool used = QWidget::event(event);
        // The size hint is valid only after all layouts have handled the change.
        if (event->type() == QEvent::LayoutRequest)
            QMetaObject::invokeMethod(&m_dialog, &ActionDialog::fit, Qt::QueuedConnection);
        return used;
    }

private:
    ActionDialog &m_dialog;
};

QLabel *makeSection(const QString &text, QWidget *parent)
{
    auto *label = makeLabel(text, TextSize::Body, parent);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

ActionDialog::ActionDialog(Theme &theme, int width, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_width(width)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new Body(*this);
    m_column = new QVBoxLayout(m_body);
    m_column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    m_column->setSpacing(metrics::pad);
    m_scroll->setWidget(m_body);

    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(makeHead());
    all->addWidget(makeLine(this));
    all->addWidget(m_scroll, 1);
    all->addWidget(makeLine(this));
    all->addWidget(makeFoot());
}

QWidget *ActionDialog::makeHead()
{
    auto *head = new QWidget(this);
    auto *words = new QVBoxLayout(head);
    words->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    words->setSpacing(metrics::unit / 2);
    m_heading = makeLabel({}, TextSize::Heading, head);
    m_heading->setObjectName(u"title"_s);
    m_heading->setWordWrap(true);
    m_of = new ElidedLabel({}, head);
    setTextSize(m_of, TextSize::Body);
    setSecondary(m_of);
    words->addWidget(m_heading);
    words->addWidget(m_of);
    return head;
}

QWidget *ActionDialog::makeFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    row->setSpacing(metrics::gap);
    m_problem = new NotePanel(m_theme, foot);
    m_problem->setObjectName(u"problem"_s);
    m_problem->hide(); // until there is a problem
    connect(m_problem, &NotePanel::linkFollowed, this, [this] {
        if (const auto follow = m_followProblem)
            follow();
    });
    m_impact = makeSection({}, foot);
    m_impact->setObjectName(u"impact"_s);
    m_impact->setWordWrap(true);
    m_impact->hide();
    auto *words = new QVBoxLayout;
    words->addStretch();
    words->addWidget(m_impact);
    words->addWidget(m_problem);
    words->addStretch();
    m_cancel = new QPushButton(tr("Cancel"), foot);
    m_cancel->setObjectName(u"cancel"_s);
    m_action = new QPushButton(foot);
    row->addLayout(words, 1);
    row->addStretch();
    row->addWidget(m_cancel, 0, Qt::AlignBottom);
    row->addWidget(m_action, 0, Qt::AlignBottom);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (!m_inTheWay)
            act();
    });
    return foot;
}

void ActionDialog::setHead(const QString &heading, const QString &of)
{
    m_heading->setText(heading);
    setWindowTitle(asWindowTitle(heading));
    m_of->setFullText(of);
    m_of->setVisible(!of.isEmpty());
}

QFormLayout *ActionDialog::makeFields(QWidget *part)
{
    auto *fields = new QFormLayout(part);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fields->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    fields->setHorizontalSpacing(metrics::pad);
    fields->setVerticalSpacing(metrics::gap);
    return fields;
}

QFormLayout *ActionDialog::addFields()
{
    QFormLayout *fields = makeFields(nullptr);
    m_column->addLayout(fields);
    return fields;
}

void ActionDialog::addField(QFormLayout *fields, const QString &label, QWidget *field,
                            const QString &key)
{
    field->setObjectName(key);
    field->setAccessibleName(QString(label).remove(u'&'));
    fields->addRow(label, field); // makes the label its buddy
    centerLabel(*fields, field);
}

CommandBox *ActionDialog::addCommand()
{
    auto *command = new CommandBox(m_theme, m_body);
    m_column->addWidget(command);
    m_column->addStretch();
    connect(command, &CommandBox::unfolded, this, [this, command](bool open) {
        if (open)
            reveal(command);
    });
    return command;
}

void ActionDialog::reveal(QWidget *part)
{
    // It has its place only after the layout has handled the change.
    QMetaObject::invokeMethod(
        part, [this, part] { m_scroll->ensureWidgetVisible(part); }, Qt::QueuedConnection);
}

void ActionDialog::setAction(const QString &text, const QString &objectName, ButtonKind kind)
{
    m_action->setText(text);
    m_action->setObjectName(objectName);
    setButtonKind(m_action, kind);
    QPushButton *preferred = kind == ButtonKind::Danger ? m_cancel : m_action;
    preferred->setDefault(true);
    if (preferred == m_cancel)
        m_cancel->setFocus();
}

void ActionDialog::setActionText(const QString &text)
{
    m_action->setText(text);
    // Never narrower, so that Cancel does not move under the pointer.
    m_action->setMinimumWidth(std::max(m_action->minimumWidth(), m_action->sizeHint().width()));
}

void ActionDialog::setImpact(const QString &impact)
{
    m_impact->setText(impact);
}

void ActionDialog::setProblem(const QString &problem, bool known, const QString &meaning)
{
    block(known ? NotePanel::Kind::Problem : NotePanel::Kind::Busy, problem, meaning);
}

void ActionDialog::setProblemLink(const QString &text, const std::function<void()> &follow)
{
    m_problemLink = text;
    m_followProblem = follow;
}

void ActionDialog::setHint(const QString &hint)
{
    block(NotePanel::Kind::Plain, hint, {});
}

void ActionDialog::block(NotePanel::Kind kind, const QString &why, const QString &meaning)
{
    m_inTheWay = !why.isEmpty();
    m_impact->setVisible(!m_inTheWay && !m_impact->text().isEmpty());
    m_problem->setNote(kind, why, kind == NotePanel::Kind::Busy ? QString() : m_problemLink);
    m_action->setEnabled(!m_inTheWay);
    m_action->setToolTip(why);
    const QString means = QStringList{m_impact->text(), meaning}.join(u' ').trimmed();
    m_action->setAccessibleDescription(m_inTheWay ? why : means);
    fit();
}

void ActionDialog::leave(const std::function<void()> &then)
{
    const auto close = [this, then] {
        const auto next = then; // closing may destroy what owns this function
        QDialog::reject();
        if (next)
            next();
    };
    if (!isFilledIn()) {
        close();
        return;
    }
    auto *question = new ConfirmDialog(m_theme,
                                       {.title = tr("Discard your input?"),
                                        .text = tr("What you entered in this dialog is lost."),
                                        //: Button: closes a dialog and loses what was entered.
                                        .action = tr("Discard"),
                                        .danger = true,
                                        //: Button: goes back to a dialog.
                                        .cancel = tr("Keep editing")},
                                       this);
    question->setObjectName(u"discardDialog"_s);
    connect(question, &QDialog::accepted, this, close);
    question->open();
}

void ActionDialog::showEvent(QShowEvent *event)
{
    if (!m_shown && windowHandle())
        windowHandle()->installEventFilter(this);
    const bool first = !std::exchange(m_shown, true);
    fit();
    if (first)
        placeOverWindow();
    QDialog::showEvent(event);
}

/// A window that changes its size before the window manager has placed it can end in the corner of
/// the screen.
void ActionDialog::placeOverWindow()
{
    if (!parentWidget())
        return;
    const QRect all = screen()->availableGeometry();
    QRect place(QPoint(), size());
    place.moveCenter(parentWidget()->window()->geometry().center());
    place.moveRight(std::min(place.right(), all.right() - metrics::wide));
    place.moveBottom(std::min(place.bottom(), all.bottom() - metrics::wide));
    move(std::max(place.left(), all.left()), std::max(place.top(), all.top()));
}

/// Texts can need one line more than they were measured with, at 150 % above all.
void ActionDialog::fitToText()
{
    const QRect all = screen()->availableGeometry();
    const int most = all.height() - 2 * metrics::wide;
    const int missing = m_scroll->verticalScrollBar()->maximum();
    if (m_settled || missing <= 0 || height() != m_fitted || height() >= most)
        return;
    const int more = std::min(missing, most - height());
    resize(width(), height() + more);
    m_fitted = height();
    if (isVisible())
        move(x(), std::max(all.top(), y() - more));
}

bool ActionDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress)
        m_settled = true;
    return QDialog::eventFilter(watched, event);
}

void ActionDialog::fit()
{
    m_settled = m_settled || height() < m_fitted;
    if (!m_shown || m_settled)
        return;
    const QSize room = screen()->availableSize() - QSize(2 * metrics::wide, 2 * metrics::wide);
    const int wide = std::min(std::max(m_width, width()), room.width());
    // For this width: a heading that wraps would be taller in the size hint.
    const int rest = layout()->totalHeightForWidth(wide) - m_scroll->sizeHint().height();
    // A whole number of the screen's pixels also at 125 and 150 %: otherwise the window system
    // makes it a pixel lower, and it scrolls.
    const int wanted = (rest + m_column->totalHeightForWidth(wide) + 3) / 4 * 4;
    const int before = m_fitted > 0 ? height() : 0; // at first it is Qt's own estimate
    const int bottom = frameGeometry().bottom();
    resize(wide, std::min(std::max(wanted, before), room.height()));
    m_fitted = height();
    const QRect all = screen()->availableGeometry();
    const int excess = frameGeometry().bottom() - std::min(bottom, all.bottom());
    if (isVisible() && excess > 0)
        move(x(), std::max(all.top(), y() - excess));
    QMetaObject::invokeMethod(this, &ActionDialog::fitToText, Qt::QueuedConnection);
}

} // namespace oriel::ui
