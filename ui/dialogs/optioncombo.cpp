#include "ui/dialogs/optioncombo.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QAbstractItemView>

#include <algorithm>
#include <utility>

namespace oriel::ui {

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
    // The choice is reported after the list has closed.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_waiting && !view()->isVisible())
                setOptions(*std::exchange(m_waiting, {}));
        },
        Qt::QueuedConnection);
}

} // namespace oriel::ui
