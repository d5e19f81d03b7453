#pragma once

#include <QtWidgets/QWidget>

#include <vector>

class QGridLayout;

namespace oriel::ui {

/// Widgets in columns of equal width: as many columns, up to a maximum, as give each widget the
/// width of its size hint. In less space there are fewer columns, and nothing is cut off.
class EvenGrid : public QWidget
{
    Q_OBJECT

public:
    /// `spacing` is between columns and rows, in pixels.
    EvenGrid(int mostColumns, QSize spacing, QWidget *parent = nullptr);

    void add(QWidget *widget);
    /// Shows exactly these, in this order; the caller owns those that are left out.
    void setWidgets(const std::vector<QWidget *> &widgets);
    [[nodiscard]] int columns() const { return m_columns; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] int fitting() const;
    void arrange();

    int m_most;
    int m_columns = 0;
    std::vector<QWidget *> m_widgets;
    QGridLayout *m_layout;
};

} // namespace oriel::ui
