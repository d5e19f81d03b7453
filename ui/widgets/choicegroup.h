#pragma once

#include <QtWidgets/QWidget>

namespace oriel::ui {

/// Radio buttons of which one is chosen. Assistive technology sees a group with this title, which
/// is also the heading above it if there is one.
class ChoiceGroup final : public QWidget
{
public:
    explicit ChoiceGroup(const QString &title, QWidget *parent = nullptr) : QWidget(parent)
    {
        setAccessibleName(title);
    }
};

} // namespace oriel::ui
