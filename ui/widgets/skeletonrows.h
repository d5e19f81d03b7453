#pragma once

#include <QtWidgets/QWidget>

namespace oriel::ui {

class Theme;

/// Gray bars in place of rows while a list is loaded for the first time.
class SkeletonRows final : public QWidget
{
    Q_OBJECT

public:
    explicit SkeletonRows(const Theme &theme, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
};

} // namespace oriel::ui
