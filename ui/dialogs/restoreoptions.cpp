#include "ui/dialogs/restoreoptions.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QAbstractItemView>

#include <algorithm>

namespace oriel::ui {

namespace {

constexpr int mostOptionRows = 4;
constexpr int optionRowHeight = 28;

} // namespace

OptionCombo::OptionCombo(const QString &prompt, QWidget *parent) : QComboBox(parent)
{
    setPlaceholderText(prompt);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    connect(this, &QComboBox::activated, this,
            [this](int index) { Q_EMIT chosen(itemData(index).toString()); });
}

void OptionCombo::setOptions(const std::vector<forms::LaunchOption> &options)
{
    if (view()->isVisible()) {
        m_waiting = options;
        return;
    }
    m_waiting.reset();
    if (options == m_options)
        return;
    const QSignalBlocker quiet(this);
    const bool same = std::ranges::equal(options, m_options, [](const auto &a, const auto &b) {
        return a.id == b.id && a.text == b.text;
    });
    m_options = options;
    if (!same) {
        clear();
        for (const forms::LaunchOption &option : options)
            addItem(option.text, option.id);
    }
    const auto now = std::ranges::find(options, true, &forms::LaunchOption::chosen);
    setCurrentIndex(now == options.end() ? -1 : static_cast<int>(now - options.begin()));
}

void OptionCombo::hidePopup()
{
    QComboBox::hidePopup();
    // What was chosen in the list is told after it has closed.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_waiting && !view()->isVisible())
                setOptions(*std::exchange(m_waiting, {}));
        },
        Qt::QueuedConnection);
}

OptionList::OptionList(QWidget *parent) : QListWidget(parent)
{
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideMiddle);
    connect(this, &QListWidget::itemChanged, this, [this](const QListWidgetItem *item) {
        const bool on = item->checkState() == Qt::Checked;
        const QString id = item->data(Qt::UserRole).toString();
        const auto known = std::ranges::find(m_options, id, &forms::LaunchOption::id);
        if (known == m_options.end() || known->chosen == on)
            return;
        known->chosen = on;
        Q_EMIT toggled(id, on);
    });
}

void OptionList::setOptions(const std::vector<forms::LaunchOption> &options)
{
    if (options == m_options && count() == static_cast<int>(options.size()))
        return;
    const QSignalBlocker quiet(this);
    const QString current =
        currentItem() ? currentItem()->data(Qt::UserRole).toString() : QString();
    m_options = options;
    clear();
    for (const forms::LaunchOption &option : options) {
        auto *item = new QListWidgetItem(option.text, this);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(option.chosen ? Qt::Checked : Qt::Unchecked);
        item->setData(Qt::UserRole, option.id);
        item->setToolTip(option.text);
        item->setSizeHint(QSize(0, optionRowHeight));
        if (option.id == current)
            setCurrentItem(item);
    }
    fitRows();
}

void OptionList::showEvent(QShowEvent *event)
{
    fitRows(); // only now are the rows' measures those of the style
    QListWidget::showEvent(event);
}

void OptionList::fitRows()
{
    setFixedHeight(std::clamp(count(), 2, mostOptionRows) * optionRowHeight + 2 * frameWidth());
}

} // namespace oriel::ui
